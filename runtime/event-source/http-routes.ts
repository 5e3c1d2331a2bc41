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
  /** What follows `?`, as it was sent; empty without one. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is (`text/plain` unless the headers say otherwise). */
  readonly body?: object | string;
}
