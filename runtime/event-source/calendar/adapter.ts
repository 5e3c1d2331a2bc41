import type { CalendarEventSourceSpec, CalendarEventSpec, CalendarTick } from '../../../model/event-source/calendar.ts';
import { sleep } from '../../support/clock.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { EventDraft, EventSourceAdapter, EventSourceContext } from '../contract.ts';
import { resumeAfter } from './catch-up.ts';
import { openPositions, type Positions } from './positions.ts';
import { toRfc3339 } from './rfc3339.ts';
import { type Schedule, toSchedule } from './schedule.ts';

type Context = EventSourceContext<CalendarEventSourceSpec>;

/** One event's schedule, and the positions that all of a source share. */
interface Entry {
  readonly event: string;
  readonly spec: CalendarEventSpec;
  readonly schedule: Schedule;
  readonly positions: Positions;
}

/** Waits are cut into pieces, so that a clock that was set, or a laptop that slept, is noticed. */
const longestWaitMs = 60_000;

/**
 * Emits one event a tick. Its id is `<event>/<time>`, and the time is the tick's, so that whoever emits a tick again
 * emits the same event. A tick is dealt with only once the bus has stored it.
 */
export const calendar: EventSourceAdapter<CalendarEventSourceSpec> = {
  runs: 'once',
  async listen(context) {
    const events = Object.entries(context.spec.events);
    const positions = openPositions(context.cursor, Object.keys(context.spec.events));
    const entries = events.map(([event, spec]) => ({ event, spec, schedule: toSchedule(spec), positions }));
    const starts = await Promise.all(entries.map((entry) => findStart(entry, context)));
    context.ready(entries.map(({ schedule }) => schedule.text));
    await untilOneFails(entries, context.signal, (entry, index, signal) =>
      follow(entry, starts[index] ?? context.clock.now(), { ...context, signal }),
    );
  },
};

/** The time behind which an event's ticks are due. A new event begins now, and whoever takes over is told so. */
async function findStart({ event, spec, schedule, positions }: Entry, context: Context): Promise<number> {
  const now = context.clock.now();
  const handledUntil = positions.get(event, schedule);
  if (handledUntil === undefined) {
    await positions.set(event, schedule, now);
    return now;
  }
  const start = resumeAfter(schedule, spec.catchUp, { handledUntil, aliveSince: context.aliveSince, now });
  if (start > handledUntil)
    context.log.info('ticks that fell due while no process ran are left out', {
      event,
      after: toRfc3339(handledUntil),
      until: toRfc3339(start),
    });
  return start;
}

async function follow({ event, schedule, positions }: Entry, start: number, context: Context): Promise<void> {
  let handledUntil = start;
  for (;;) {
    const tick = schedule.next(handledUntil) ?? Number.POSITIVE_INFINITY;
    await waitUntil(tick, context);
    if (context.signal.aborted) return;
    await orAborted(context.emit(event, toDraft(event, tick)), context.signal);
    await positions.set(event, schedule, tick);
    handledUntil = tick;
  }
}

/** Resolves at a time, or when the signal aborts. */
async function waitUntil(time: number, { clock, signal }: Context): Promise<void> {
  while (!signal.aborted && clock.now() < time)
    await sleep(clock, Math.min(time - clock.now(), longestWaitMs), signal).catch(() => {});
}

/** Runs all of them until the signal aborts; where one fails the others are stopped, and its error is thrown. */
async function untilOneFails<T>(
  items: readonly T[],
  signal: AbortSignal,
  run: (item: T, index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const stopOthers = (error: unknown) => failure.abort(error);
  await Promise.all(items.map((item, index) => run(item, index, either).catch(stopOthers)));
  failure.signal.throwIfAborted();
}

function toDraft(event: string, tick: number): EventDraft {
  const scheduledAt = toRfc3339(tick);
  const data: CalendarTick = { scheduledAt };
  return {
    id: `${event}/${scheduledAt}`,
    time: scheduledAt,
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify(data)),
  };
}
