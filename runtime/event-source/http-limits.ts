/** What one sender may take of the HTTP server. */
export interface HttpLimits {
  /** How long the headers, and the whole of a request, may take to arrive. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long a connection may be idle; longer than load balancers keep theirs, which is 60 s as a rule. */
  readonly keepAliveMs: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  /** How long a refused sender may go on writing before its connection is cut. */
  readonly lingerMs: number;
  /** How long requests may take to finish when the server is disposed. */
  readonly closeMs: number;
}

export const defaultHttpLimits: HttpLimits = {
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 75_000,
  maxHeaderBytes: 16 * 1024,
  maxConnections: 10_000,
  lingerMs: 2_000,
  closeMs: 10_000,
};
