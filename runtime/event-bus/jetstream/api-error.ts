import { JetStreamApiError } from '@nats-io/jetstream';

/** The API's code for a stream that has not been made. */
export const streamNotFound = 10059;

/** A leader is elected, a server starts, members change. */
const passing: ReadonlySet<number> = new Set([10008, 10009, 10076, 10118, 10194, 10202]);

/** Whether JetStream's API refused for a reason that passes by itself. */
export function isPassing(error: unknown): boolean {
  return error instanceof JetStreamApiError && passing.has(error.code);
}
