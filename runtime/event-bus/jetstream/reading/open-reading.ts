import { BusUnavailableError, PositionLostError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';
import { type Place, toPosition } from '../position.ts';
import { openConsumer } from './open-consumer.ts';
import { persist } from './persist.ts';
import { checkIncarnation, checkKept, readStreamState, type StreamState } from './stream-state.ts';

export interface ReadingOptions {
  readonly stream: string;
  readonly subjects: readonly [string, ...string[]];
  /** Where it begins; without one, before all that is kept of the stream as it is then. */
  readonly after?: Place | undefined;
  /** It is a log: it is trimmed in front only, and also who is at its end is told now and then how far it has come. */
  readonly contiguous: boolean;
  readonly signal: AbortSignal;
}

/** A consumer that delivers what lies behind a place. */
export interface Reading {
  readonly consumer: string;
  readonly isAtLeader: boolean;
  readonly mostAsked: number;
  readonly leader: string | undefined;
  readonly place: Place;
  /** There was nothing to deliver when it was made. */
  readonly atEnd: boolean;
}

/** How often a stream has to be seen shorter than a position before that is believed. */
const timesShort = 3;

/** Waits out an outage. Rejects with a `PositionLostError`, or with the signal's reason. */
export function openReading(
  connection: JetStreamConnection,
  { stream, subjects, after, contiguous, signal }: ReadingOptions,
): Promise<Reading> {
  let short = 0;
  return persist(connection, { what: `reading ${stream}`, signal }, async (timeoutMs) => {
    const state = await readStreamState(connection, stream, { timeoutMs });
    const place = after ?? { incarnation: state.incarnation, sequence: 0 };
    if (contiguous) checkKept(state, place);
    else checkIncarnation(state, place);
    if (state.last < place.sequence) throw tooShort(state, place, ++short);
    const { leader } = state;
    const options = { stream, subjects, from: place.sequence + 1, leader };
    const { name, pending, isAtLeader, mostAsked } = await openConsumer(connection, options, { timeoutMs });
    const atEnd = isAtLeader && pending === 0;
    return {
      consumer: name,
      isAtLeader,
      mostAsked,
      leader,
      place: atEnd ? { ...place, sequence: state.last } : place,
      atEnd,
    };
  });
}

/** A server that has just become the leader might not have caught up with what others have told. */
function tooShort({ last }: StreamState, place: Place, times: number): Error {
  const message = `position ${toPosition(place)} lies behind the end of its stream, ${last}`;
  return times < timesShort ? new BusUnavailableError(message) : new PositionLostError(message);
}
