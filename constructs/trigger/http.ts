import {
  type HttpMethod,
  type HttpOptions,
  type HttpRequest,
  httpActionSchema,
  httpRequestSchema,
} from '../../model/trigger/http.ts';
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
    schema: httpActionSchema,
    template: httpRequestSchema,
  });
}
