import { Cron } from 'croner';
import { toMs } from '../../model/duration.ts';
import type { CalendarEventSourceSpec, CalendarEventSpec } from '../../model/event-source/calendar.ts';
import type { LocalEventSource } from './local-event-source.ts';

export const calendar: LocalEventSource<CalendarEventSourceSpec> = {
  describe(spec, event, { now }) {
    const calendarEvent = spec.events[event] as CalendarEventSpec;
    const next = nextTick(calendarEvent, now);
    const when =
      'schedule' in calendarEvent
        ? `${calendarEvent.schedule} ${calendarEvent.timeZone}`
        : `every ${calendarEvent.interval}`;
    return `${when}, next ${next ? next.toISOString().replace('.000Z', 'Z') : 'never'}`;
  },
  async prepare(_, { now }) {
    const scheduledAt = new Date(now).toISOString();
    return {
      by: 'draft',
      draft: {
        id: scheduledAt,
        time: scheduledAt,
        datacontenttype: 'application/json',
        data: Buffer.from(JSON.stringify({ scheduledAt })),
      },
    };
  },
};

function nextTick(event: CalendarEventSpec, now: number): Date | null {
  if ('schedule' in event)
    return new Cron(event.schedule, { mode: '5-or-6-parts', timezone: event.timeZone }).nextRun(new Date(now));
  const everyMs = toMs(event.interval);
  return new Date((Math.floor(now / everyMs) + 1) * everyMs);
}
