import { sleep } from '../../../support/clock.ts';
import { createNotice } from '../../../support/notice.ts';
import type { JetStreamConnection } from '../connection.ts';
import type { Place } from '../position.ts';
import type { Delivery } from './delivery.ts';
import { openReading, type Reading, type ReadingOptions } from './open-reading.ts';
import { PullSession } from './pull-session.ts';
import { Sounding } from './sounding.ts';

/** What lies between two places. */
export interface Stretch {
  readonly messages: readonly Delivery[];
  readonly upTo: Place;
  readonly atEnd: boolean;
}

const leastPullBytes = 9 * 1024 ** 2;
/** So many consumers in a row may serve nothing until it is told and the next one waits: servers come and go. */
const mostUnserved = 3;
const unservedPauseMs = 1_000;
/** How often a consumer at the leader has to say that it has nothing, until that is believed whatever else it says. */
const beatsAtEnd = 2;

/**
 * What a stream holds behind a place, in order; then follows. Anything irregular (a connection that breaks, a server that
 * stops, silence, a gap) makes it read on, with a new consumer, behind the last message. Ends without an error when the
 * signal aborts; rejects with a `PositionLostError`.
 */
export async function* follow(connection: JetStreamConnection, options: ReadingOptions): AsyncGenerator<Stretch, void> {
  const { signal, stream } = options;
  const { clock, log } = connection;
  const notice = createNotice(clock, (reason) => log.warn(`reading ${stream} is not served`, { reason }));
  let after = options.after;
  let pullBytes = leastPullBytes;
  let toldEnd = false;
  let unserved = 0;
  while (!signal.aborted) {
    const reading = await openReading(connection, { ...options, after }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!reading) return;
    const { consumer, mostAsked } = reading;
    using session = new PullSession({ connection, stream, consumer, pullBytes, mostAsked });
    if (!reading.atEnd) toldEnd = false;
    for await (const stretch of deliver(connection, { session, reading, options })) {
      const isNews = stretch.messages.length > 0 || !(stretch.atEnd && toldEnd && isSame(stretch.upTo, after));
      after = stretch.upTo;
      toldEnd = stretch.atEnd;
      if (isNews) yield stretch;
    }
    if (session.needsBytes) pullBytes *= 2;
    log.debug(`reading ${stream} goes on with a new consumer`, { why: session.broken });
    unserved = session.wasServed || session.needsBytes ? 0 : unserved + 1;
    if (unserved <= mostUnserved || signal.aborted) continue;
    notice(`${session.broken}`);
    await sleep(clock, unservedPauseMs, signal).catch(() => {});
  }
}

interface Delivering {
  readonly session: PullSession;
  readonly reading: Reading;
  readonly options: ReadingOptions;
}

/** What a session brings, until it is over. */
async function* deliver(
  connection: JetStreamConnection,
  { session, reading, options: { stream, contiguous, signal } }: Delivering,
): AsyncGenerator<Stretch, void> {
  const { isAtLeader } = reading;
  let { place, atEnd } = reading;
  const sounding = new Sounding({ connection, stream, session, reading, routinely: contiguous });
  const wake = () => session.wake();
  signal.addEventListener('abort', wake);
  try {
    if (atEnd) yield { messages: [], upTo: place, atEnd };
    while (!signal.aborted) {
      await session.news;
      const messages = startBehind(session.take(), place);
      const last = messages.at(-1);
      if (last) {
        place = { ...place, sequence: last.sequence };
        atEnd = isAtLeader && last.pending === 0;
        yield { messages, upTo: place, atEnd };
        continue;
      }
      if (session.broken) return;
      const end = sounding.sound(place, atEnd);
      if (end === 'moved' || (session.idleBeats > 0 && !isAtLeader)) return;
      const wasAtEnd = atEnd;
      atEnd ||= session.idleBeats >= beatsAtEnd;
      if (end === undefined && wasAtEnd === atEnd) continue;
      place = end ?? place;
      yield { messages: [], upTo: place, atEnd };
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

/** A server that lags behind may deliver again what another one has delivered. */
function startBehind(messages: readonly Delivery[], { sequence }: Place): readonly Delivery[] {
  const [first] = messages;
  return first && first.sequence <= sequence ? messages.filter((message) => message.sequence > sequence) : messages;
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.sequence === b?.sequence && a.incarnation === b.incarnation;
}
