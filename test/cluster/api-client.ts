import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';

/** What every object of the API has; a test names the rest by a type of its own. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
  readonly [field: string]: unknown;
}

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** An answer of the API server that is no success: its status code, its reason and its message. */
export class KubernetesApiError extends Error {
  override readonly name = 'KubernetesApiError';
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const contentTypes = {
  json: 'application/json',
  merge: 'application/merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

interface Body {
  readonly body?: unknown;
  /** How a PATCH is meant; `json` by default, which is for all other methods. */
  readonly as?: keyof typeof contentTypes;
}

/** Plain requests to an API server in the name of one token. */
export interface ApiClient extends AsyncDisposable {
  request<T = KubernetesObject>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: Body,
  ): Promise<T>;
  get<T = KubernetesObject>(path: string): Promise<T>;
  /** All objects that a list path names, then each change of them, until the signal fires. */
  watch<T = KubernetesObject>(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>>;
}

export interface ApiClientOptions {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

export function createApiClient({ url, ca, token }: ApiClientOptions): ApiClient {
  const dispatcher = new Agent({ connect: { ca } });
  const authorization = `Bearer ${token}`;

  async function send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { body, as = 'json' }: Body = {},
  ) {
    const response = await request(`${url}${path}`, {
      method,
      dispatcher,
      headers: { authorization, 'content-type': contentTypes[as] },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode >= 400) throw toError(response.statusCode, text);
    return (isJson(response.headers['content-type']) ? JSON.parse(text) : text) as T;
  }

  return {
    request: send,
    get: (path) => send('GET', path),
    async *watch<T>(path: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
      // without a version the API server sends what there is first
      const response = await request(`${url}${path}?watch=1`, {
        dispatcher,
        signal,
        headers: { authorization },
        bodyTimeout: 0,
      });
      if (response.statusCode >= 400) throw toError(response.statusCode, await response.body.text());
      for await (const line of createInterface({ input: response.body })) yield JSON.parse(line);
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

function isJson(type: string | string[] | undefined): boolean {
  return String(type).startsWith('application/json');
}

function toError(status: number, text: string): KubernetesApiError {
  try {
    const { reason, message } = JSON.parse(text);
    return new KubernetesApiError(status, String(reason), String(message));
  } catch {
    return new KubernetesApiError(status, '', text);
  }
}
