import { isIP } from 'node:net';
import { z } from 'zod';
import { clientTlsSchema } from '../client-tls.ts';
import { headerName } from '../header-name.ts';
import type { Schema } from '../schema.ts';
import { type SecretRef, secretRefSchema } from '../secret-ref.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { classifyAddress, isMetadataName } from './address-class.ts';

/** Where an HTTP trigger sends its requests, and what it makes of the answers. */
export interface HttpOptions {
  /** `http` or `https`. What `template` returns as `path` and `query` is added to it. */
  readonly url: string;
  /** Headers of every request: a value, or the key of a Secret. */
  readonly headers?: Readonly<Record<string, string | { readonly secret: SecretRef }>>;
  /** Sent as `Authorization: Bearer`. */
  readonly bearer?: SecretRef;
  /** Sent as `Authorization: Basic`. */
  readonly basic?: { readonly username: string; readonly password: SecretRef };
  /** Trust and client certificate, as PEM. */
  readonly tls?: HttpTls;
  /** Statuses that mean success. */
  readonly expect?: readonly (number | '2xx' | '3xx')[];
  /** Statuses after which another attempt may succeed. Any other dead-letters the event at once. */
  readonly retryOn?: readonly (number | '4xx' | '5xx')[];
  /**
   * Hosts, with the port where it is not the scheme's own, that `template` may name in `url` and redirects may lead to:
   * `'hooks.example.com'`, or `'*.example.com'` for those below it with a public address. The origin of `url` is always
   * allowed. No other origin is sent `authorization`, secret headers or the client certificate.
   */
  readonly allowHosts?: readonly string[];
  /** How many redirects to follow, each within the same rule for hosts. */
  readonly followRedirects?: number;
}

export interface HttpTls {
  /** The authorities to trust instead of the system's. */
  readonly ca?: SecretRef;
  /** The client's certificate, with those that it was signed by. */
  readonly cert?: SecretRef;
  /** The private key of `cert`. */
  readonly key?: SecretRef;
  /** The name to expect in the server's certificate; the URL's host by default. */
  readonly serverName?: string;
}

/** The part of a request that events decide: what `template` returns. */
export interface HttpRequest {
  /** Instead of the action's; it must be on the same origin, or on one of `allowHosts`. */
  readonly url?: string;
  /** Appended to the URL's path. */
  readonly path?: string;
  /** Added to the URL's query. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Added to the action's headers, over those of the same name; `authorization` and `host` stay the action's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown;
}

/** Headers that belong to the connection or to the execution, in lower case: neither options nor templates set them. */
export const ownHttpHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'idempotency-key',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpActionSpec {
  readonly kind: 'http';
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | { readonly secret: SecretRef }>>;
  readonly bearer?: SecretRef;
  readonly basic?: { readonly username: string; readonly password: SecretRef };
  readonly tls?: HttpTls;
  readonly expect: readonly (number | '2xx' | '3xx')[];
  readonly retryOn: readonly (number | '4xx' | '5xx')[];
  readonly allowHosts: readonly string[];
  readonly followRedirects: number;
}

const secret = toZod(secretRefSchema);
const status = z.int().min(100).max(599);
const header = z.string().regex(headerName, { error: 'must be the name of a header' });
const headerText = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, { error: 'must be one line of text' });

const url = z.string().check(({ value, issues }) => {
  const problem = whatIsWrong(value);
  if (problem) issues.push({ code: 'custom', input: value, message: problem });
});

const host = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?)(:\d{1,5})?$/, {
  error: ({ input }) =>
    `${show(input)} is no host; write it like 'hooks.example.com', '*.example.com' or 'api.local:8443'`,
});

export const httpActionSchema: Schema<
  HttpOptions & { readonly kind: 'http'; readonly method: HttpMethod },
  HttpActionSpec
> = toSchema(
  z
    .strictObject({
      kind: z.literal('http'),
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      url,
      headers: z.record(header, z.union([headerText, z.strictObject({ secret })])).default({}),
      bearer: secret.optional(),
      basic: z.strictObject({ username: z.string().min(1), password: secret }).optional(),
      tls: toZod(clientTlsSchema).optional(),
      expect: z
        .array(z.union([status, z.enum(['2xx', '3xx'])], { error: isNoStatus }))
        .min(1)
        .default(['2xx']),
      retryOn: z
        .array(z.union([status, z.enum(['4xx', '5xx'])], { error: isNoStatus }))
        .default([408, 425, 429, '5xx']),
      allowHosts: z.array(host).default([]),
      followRedirects: z.int().min(0).max(20).default(0),
    })
    .check(({ value, issues }) => {
      for (const name of Object.keys(value.headers ?? {})) {
        if (!ownHttpHeaders.has(name.toLowerCase())) continue;
        issues.push({
          code: 'custom',
          input: undefined,
          message: `headers: '${name}' is set by the runtime; take it out`,
        });
      }
    })
    .check(({ value, issues }) => {
      const authorizations = [
        ...(value.bearer ? ["'bearer'"] : []),
        ...(value.basic ? ["'basic'"] : []),
        ...Object.keys(value.headers ?? {})
          .filter((name) => name.toLowerCase() === 'authorization')
          .map((name) => `the header '${name}'`),
      ];
      if (authorizations.length < 2) return;
      const message = `${authorizations.join(' and ')} exclude each other; keep one`;
      issues.push({ code: 'custom', input: undefined, message });
    }),
);

/** The same for what is being written: an address that is never called. The runtime also knows those that a name has. */
export const writtenHttpActionSchema: typeof httpActionSchema = toSchema(
  toZod(httpActionSchema).check(({ value: { url: text }, issues }) => {
    const host = URL.parse(text)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    if (!isMetadataName(host) && (isIP(host) === 0 || classifyAddress(host) !== 'metadata')) return;
    const message = `${show(text)} is a metadata service, which is never called; take it out`;
    issues.push({ code: 'custom', input: text, path: ['url'], message });
  }),
);

export const httpRequestSchema: Schema<HttpRequest> = toSchema(
  z.strictObject({
    url: z.string().optional(),
    path: z.string().optional(),
    query: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    headers: z.record(header, headerText).optional(),
    body: z.unknown().optional(),
  }),
);

function isNoStatus({ input }: { readonly input?: unknown }): string {
  return `${show(input)} is no status; write a number from 100 to 599, or a class like '2xx'`;
}

function whatIsWrong(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    return `${show(text)} is no URL; write it like 'https://deploys.example.com/v1'`;
  if (url.username || url.password) return "holds a password; take it out, and use 'basic' or 'bearer' with a Secret";
  if (url.hash) return `${show(text)} must not have a fragment; no server ever sees it`;
  return undefined;
}
