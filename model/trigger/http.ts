import type { SecretRef } from '../secret-ref.ts';

export interface HttpActionSpec {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | { readonly secret: SecretRef }>>;
  readonly bearer?: SecretRef;
  readonly basic?: { readonly username: string; readonly password: SecretRef };
  readonly tls?: {
    readonly ca?: SecretRef;
    readonly cert?: SecretRef;
    readonly key?: SecretRef;
    readonly serverName?: string;
  };
  /** Statuses that mean success: `'2xx'`, `409`. */
  readonly expect: readonly (number | '2xx' | '3xx')[];
  /** Statuses after which another attempt may succeed. Any other is final. */
  readonly retryOn: readonly (number | '4xx' | '5xx')[];
  /** Hosts that `template` may name in `url`; the origin of `url` above is always allowed. */
  readonly allowHosts: readonly string[];
  readonly followRedirects: number;
}
