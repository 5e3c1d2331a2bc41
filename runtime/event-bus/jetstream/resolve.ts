import { type Address, classOf } from '../../../model/event/address.ts';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import type { Position, Start } from '../contract.ts';
import type { JetStreamConnection } from './connection.ts';
import { toBusError } from './failure.ts';
import { toPosition } from './position.ts';
import { toReadingFilter } from './reading/filter.ts';
import { openConsumer } from './reading/open-consumer.ts';
import { readStreamState, type StreamState } from './reading/stream-state.ts';

/** The position at which reading addresses begins. Rejects with a `BusUnavailableError`. */
export async function resolve(
  connection: JetStreamConnection,
  start: Start,
  addresses: readonly Address[],
): Promise<Position> {
  const stream = streamNames[classOf(addresses)];
  const state = await readStreamState(connection, stream);
  const { incarnation } = state;
  if (start === 'now') return toPosition({ incarnation, sequence: state.last });
  if (start === 'beginning') return toPosition({ incarnation, sequence: state.first - 1 });
  const { subjects } = toReadingFilter(addresses);
  return toPosition({ incarnation, sequence: await findTime(connection, { stream, subjects, state, ...start }) });
}

interface FindTimeOptions {
  readonly stream: string;
  readonly subjects: readonly [string, ...string[]];
  readonly state: StreamState;
  readonly time: string;
}

/** The sequence behind which the messages of a time begin: where a consumer begins that is made for that time. */
async function findTime(
  connection: JetStreamConnection,
  { stream, subjects, state, time }: FindTimeOptions,
): Promise<number> {
  // servers count nanoseconds, of which there are too many in some centuries
  const timeMs = Math.max(0, Date.parse(time));
  if (timeMs > state.lastStoredAt) return state.last;
  const { leader } = state;
  const from = { time: new Date(timeMs).toISOString() };
  const { behind } = await openConsumer(connection, { stream, subjects, from, leader }).catch((error: unknown) => {
    throw toBusError(error);
  });
  return behind;
}
