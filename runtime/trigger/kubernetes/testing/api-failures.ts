import type { HttpTarget } from '../../testing/http-target.ts';
import type { Failures } from '../../testing/on-target.ts';

/** What an API server answers whose error repeats the token. */
export const status =
  (code: number, reason: string): HttpTarget['answer'] =>
  (response, { headers }) =>
    response
      .writeHead(code)
      .end(JSON.stringify({ kind: 'Status', reason, message: `you are ${headers.authorization}` }));

/** How an API server fails, whatever it is asked for. */
export const apiFailures: Failures = {
  'too many requests': ['busy', status(429, 'TooManyRequests')],
  'an error of its own': ['retry', status(500, 'InternalError')],
  'nothing behind its gateway': ['busy', status(503, 'ServiceUnavailable')],
  'a connection that it breaks off': ['busy', (response) => response.socket?.resetAndDestroy()],
  'a token that it does not know': ['retry', status(401, 'Unauthorized')],
  'a missing right': ['failed', status(403, 'Forbidden')],
};

/** The ids of the executions that an API server was told to make an object for. */
export function executionsOf({ received }: Pick<HttpTarget, 'received'>): readonly string[] {
  return received
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body).metadata.annotations['eventwright.dev/execution']);
}
