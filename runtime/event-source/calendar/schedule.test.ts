import fc from 'fast-check';
import type { CalendarEventSpec } from '../../../model/event-source/calendar.ts';
import { toRfc3339 } from './rfc3339.ts';
import { toSchedule } from './schedule.ts';

const catchUp = { ticks: 'last', maxAge: '1h' } as const;
const cron = (schedule: string, timeZone = 'UTC', exclusions: string[] = []): CalendarEventSpec => ({
  schedule,
  timeZone,
  exclusions,
  catchUp,
});

function ticks(spec: CalendarEventSpec, after: string, count: number): string[] {
  const schedule = toSchedule(spec);
  const found: string[] = [];
  for (let at = Date.parse(after); found.length < count; ) {
    const tick = schedule.next(at);
    if (tick === undefined) break;
    found.push(toRfc3339(tick));
    at = tick;
  }
  return found;
}

it.each<[string, CalendarEventSpec, string, string[]]>([
  ['five fields', cron('0 3 * * *'), '2026-01-31T03:00:00Z', ['2026-02-01T03:00:00Z', '2026-02-02T03:00:00Z']],
  [
    'six fields, from seconds on',
    cron('*/20 * * * * *'),
    '2026-01-01T00:00:30Z',
    ['2026-01-01T00:00:40Z', '2026-01-01T00:01:00Z'],
  ],
  ['a zone', cron('0 3 * * *', 'Asia/Kolkata'), '2026-01-01T00:00:00Z', ['2026-01-01T21:30:00Z']],
  [
    'an interval, from the epoch',
    { interval: '7m', catchUp },
    '2026-01-01T00:00:00Z',
    ['2026-01-01T00:07:00Z', '2026-01-01T00:14:00Z'],
  ],
  [
    'an interval with fractions',
    { interval: '1.5s', catchUp },
    '1970-01-01T00:00:00Z',
    ['1970-01-01T00:00:01.500Z', '1970-01-01T00:00:03Z'],
  ],
])('ticks follow %s', (_, spec, after, expected) => {
  expect(ticks(spec, after, expected.length)).toStrictEqual(expected);
});

it.each<[string, string, string, string, string[]]>([
  ['Europe/Berlin', '30 2 * * *', 'forward', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']],
  ['Europe/Berlin', '30 2 * * *', 'back', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  [
    'Europe/Berlin',
    '*/30 * * * *',
    'forward',
    '2026-03-29T00:10:00Z',
    ['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z'],
  ],
  [
    'Europe/Berlin',
    '*/30 * * * *',
    'back',
    '2026-10-25T00:10:00Z',
    ['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'],
  ],
  [
    'America/New_York',
    '30 2 * * *',
    'forward',
    '2026-03-07T12:00:00Z',
    ['2026-03-08T07:00:00Z', '2026-03-09T06:30:00Z'],
  ],
  ['America/New_York', '30 1 * * *', 'back', '2026-10-31T12:00:00Z', ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z']],
  [
    'America/New_York',
    '0 * * * *',
    'back',
    '2026-11-01T04:30:00Z',
    ['2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z'],
  ],
  [
    'Australia/Lord_Howe',
    '15 2 * * *',
    'forward',
    '2026-10-03T00:00:00Z',
    ['2026-10-03T15:30:00Z', '2026-10-04T15:15:00Z'],
  ],
  [
    'Australia/Lord_Howe',
    '45 1 * * *',
    'back',
    '2026-04-04T00:00:00Z',
    ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z'],
  ],
])('in %s, %s is due once a time when clocks go %s', (timeZone, schedule, _, after, expected) => {
  expect(ticks(cron(schedule, timeZone), after, expected.length)).toStrictEqual(expected);
});

it.each<[string, string[], string[]]>([
  ['a day, as the zone counts it', ['2026-01-02'], ['2026-01-01T22:30:00Z', '2026-01-03T10:30:00Z']],
  [
    'an instant',
    ['2026-01-02T00:00:00+01:30', '2026-01-02T10:30:00Z'],
    ['2026-01-02T22:30:00Z', '2026-01-03T10:30:00Z'],
  ],
])('an exclusion may be %s', (_, exclusions, expected) => {
  const spec = cron('30 11,23 * * *', 'Africa/Lagos', exclusions);
  expect(ticks(spec, '2026-01-01T12:00:00Z', 2)).toStrictEqual(expected);
});

it('the tick before the next one is the last one, through every change of clocks', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  const pattern = fc.constantFrom('30 2 * * *', '*/10 * * * *', '0 1,2 * * *', '*/10 * * * * *', '0 3 * * 1');
  const time = fc.date({ min: new Date('2026-03-01'), max: new Date('2026-11-30'), noInvalidDate: true });
  fc.assert(
    fc.property(zone, pattern, time, (timeZone, schedule, start) => {
      const { next, previous } = toSchedule(cron(schedule, timeZone, ['2026-06-01']));
      const tick = next(start.getTime()) ?? 0;
      expect(previous(tick + 1)).toBe(tick);
      expect(previous(next(tick) ?? 0)).toBe(tick);
    }),
  );
});

it('an interval looks back as it looks ahead', () => {
  const { next, previous } = toSchedule({ interval: '1m', catchUp });
  expect([next(60_000), next(59_999), previous(60_000), previous(60_001)]).toStrictEqual([120_000, 60_000, 0, 60_000]);
});
