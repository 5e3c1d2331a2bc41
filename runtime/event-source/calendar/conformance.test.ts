import type { CalendarEventSourceSpec } from '../../../model/event-source/calendar.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { describeEventSource } from '../conformance/event-source.ts';
import type { TestSource } from '../testing/start-source.ts';
import { calendar } from './adapter.ts';

const begin = Date.parse('2026-01-01T00:00:30Z');
const spec: CalendarEventSourceSpec = {
  kind: 'calendar',
  events: { tick: { interval: '1m', catchUp: { ticks: 'none', maxAge: '1h' } } },
};

/** A message is a tick, and it is acknowledged once the cursor is behind it. */
describeEventSource('calendar', calendar, () => {
  const clock = new ManualClock(begin);
  const handledUntil = (minutes: number) =>
    new Date(begin - 30_000 + minutes * 60_000).toISOString().replace('.000', '');
  const cellAt = (time: string) => ({ tick: { schedule: 'every 1m', handledUntil: time } });
  return {
    spec,
    options: { clock, cell: { value: cellAt('2026-01-01T00:00:30Z') }, aliveSince: begin },
    passTime: () => clock.advance(2_000),
    async offer({ cell }: TestSource, message: number) {
      await clock.advance(Math.max(0, begin - 30_000 + message * 60_000 - clock.now()));
      return { acknowledged: JSON.stringify(cell.value) >= JSON.stringify(cellAt(handledUntil(message))) };
    },
  };
});
