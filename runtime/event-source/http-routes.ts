import type { IncomingHttpHeaders } from 'node:http';

/** The worker's one HTTP server, as sources see it. */
export interface HttpRoutes {
  /** Answers requests for a path until disposed. Throws an `EventSourceError` where another source has the same path and method. */
  add(route: HttpRoute): Disposable;
}

export interface HttpRoute {
  /** `/push`; matched whole. */
  readonly path: string;
  readonly methods: readonly string[];
  /** The largest body that is read; above it the server answers 413. */
  readonly maxBodyBytes: number;
  /** Who listens, for messages: `ci/github`. */
  readonly owner: string;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}
