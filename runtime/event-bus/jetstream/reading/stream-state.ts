import { JetStreamApiError, type StreamInfo } from '@nats-io/jetstream';
import { BusUnavailableError, type EventBusError, PositionLostError } from '../../error.ts';
import { streamNotFound } from '../api-error.ts';
import type { JetStreamConnection, RequestOptions } from '../connection.ts';
import { toBusError } from '../failure.ts';
import { type Place, toIncarnation, toPosition } from '../position.ts';

/** A stream as its leader sees it. */
export interface StreamState {
  readonly incarnation: string;
  /** The sequence of the oldest message that is kept; behind `last` where none is. */
  readonly first: number;
  /** The sequence of the last message that there has been; 0: none. */
  readonly last: number;
  /** When that was stored, in milliseconds since 1970. */
  readonly lastStoredAt: number;
  /** The server that leads it. */
  readonly leader: string | undefined;
}

/** Rejects with a `BusUnavailableError` also where the stream is missing or has no leader. */
export async function readStreamState(
  connection: JetStreamConnection,
  stream: string,
  options?: RequestOptions,
): Promise<StreamState> {
  const { created, state, cluster } = await connection
    .request<StreamInfo>(`STREAM.INFO.${stream}`, undefined, options)
    .catch((error: unknown) => {
      throw toReadingError(stream, error);
    });
  if (cluster && !cluster.leader) throw new BusUnavailableError(`stream ${stream} has no leader now`);
  return {
    incarnation: toIncarnation(created),
    first: state.last_seq === 0 ? 1 : state.first_seq,
    last: state.last_seq,
    lastStoredAt: Date.parse(state.last_ts),
    leader: cluster?.leader,
  };
}

/** Throws a `PositionLostError` where a stream is not the one of a place. */
export function checkIncarnation(state: StreamState, place: Place): void {
  if (place.incarnation !== state.incarnation)
    throw new PositionLostError(`position ${toPosition(place)} is of another stream: this one is ${state.incarnation}`);
}

/** Throws a `PositionLostError` where messages behind a place are gone. */
export function checkKept(state: StreamState, place: Place): void {
  checkIncarnation(state, place);
  if (place.sequence + 1 < state.first)
    throw new PositionLostError(
      `position ${toPosition(place)} was trimmed: the oldest message that is kept is ${state.first}`,
    );
}

function toReadingError(stream: string, error: unknown): EventBusError {
  if (error instanceof JetStreamApiError && error.code === streamNotFound)
    return new BusUnavailableError(`stream ${stream} is missing; run: eventwright bus apply`, { cause: error });
  return toBusError(error);
}
