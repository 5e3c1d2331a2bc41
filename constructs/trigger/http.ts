import {
  type HttpMethod,
  type HttpOptions,
  type HttpRequest,
  httpRequestSchema,
  writtenHttpActionSchema,
} from '../../model/trigger/http.ts';
import type { Egress } from '../workload/pod-needs.ts';
import type { Action } from './action.ts';

/**
 * Sends an HTTP request, with the execution's id as `Idempotency-Key`.
 * @example
 * http.post({ url: 'https://deploys.example.com/v1', bearer: { name: 'deploys', key: 'token' } })
 */
export const http: {
  readonly get: HttpAction;
  readonly post: HttpAction;
  readonly put: HttpAction;
  readonly patch: HttpAction;
  readonly delete: HttpAction;
} = {
  get: action('GET'),
  post: action('POST'),
  put: action('PUT'),
  patch: action('PATCH'),
  delete: action('DELETE'),
};

/** Makes an action of one method. What the options leave out has the defaults of `HttpOptions`; `template` returns an `HttpRequest`. */
export type HttpAction = (options: HttpOptions) => Action<HttpRequest>;

function action(method: HttpMethod): HttpAction {
  return (options) => ({
    kind: 'http',
    options: { method, ...options },
    schema: writtenHttpActionSchema,
    needs: { egress: toEgress(options) },
    template: httpRequestSchema,
  });
}

/** What is no URL is refused by the schema, with its path. */
function toEgress({ url, allowHosts = [] }: HttpOptions): Egress[] {
  const origins = allowHosts.flatMap((host) =>
    ['https', 'http'].map((scheme) => `${scheme}://${host.replace('*.', '')}`),
  );
  return [url, ...origins]
    .filter((origin) => URL.canParse(origin))
    .map((origin) => {
      const { protocol, hostname, port } = new URL(origin);
      return { host: hostname, port: Number(port || (protocol === 'http:' ? 80 : 443)) };
    });
}
