import { parseSpec } from '../schema.ts';
import { calendarEventSchema } from './calendar.ts';

const parse = (event: object) => parseSpec(calendarEventSchema, event, "ci/clock: calendar event 'nightly'");
const catchUp = { ticks: 'last', maxAge: '1h' };

it.each([
  [{ schedule: '0 3 * * *' }, { schedule: '0 3 * * *', timeZone: 'UTC', exclusions: [], catchUp }],
  [
    { schedule: '*/10 0 3 * * MON-FRI' },
    { schedule: '*/10 0 3 * * MON-FRI', timeZone: 'UTC', exclusions: [], catchUp },
  ],
  [{ interval: '5m' }, { interval: '5m', catchUp }],
  [
    { interval: '5m', catchUp: { ticks: 'all' } },
    { interval: '5m', catchUp: { ticks: 'all', maxAge: '1h' } },
  ],
  [
    { schedule: '0 3 * * *', timeZone: 'Europe/Oslo', exclusions: ['2026-12-24', '2026-12-31T03:00:00+01:00'] },
    {
      schedule: '0 3 * * *',
      timeZone: 'Europe/Oslo',
      exclusions: ['2026-12-24', '2026-12-31T03:00:00+01:00'],
      catchUp,
    },
  ],
])('%j has its defaults resolved', (event, spec) => {
  expect(parse(event)).toStrictEqual(spec);
});

it.each([
  [{}, "needs either a 'schedule', for example '0 3 * * *', or an 'interval', for example '5m'"],
  [{ schedule: '0 3 * * *', interval: '5m' }, "needs either a 'schedule'"],
  [{ schedule: '0 3 * *' }, "schedule '0 3 * *' is no cron schedule; write five fields, for example '0 3 * * *'"],
  [{ schedule: '@daily' }, "schedule '@daily' is no cron schedule"],
  [{ schedule: '0 25 * * *' }, "schedule '0 25 * * *' is no cron schedule ("],
  [{ schedule: '0 0 30 2 *' }, "schedule '0 0 30 2 *' never comes; look at its day and month"],
  [{ schedule: '0 3 * * *', timeZone: 'Europe/Olso' }, "timeZone 'Europe/Olso' is no time zone"],
  [{ schedule: '0 3 * * *', timezone: 'UTC' }, "there is no option 'timezone', did you mean 'timeZone'?"],
  [{ schedule: '0 3 * * *', exclusions: ['2026-02-30'] }, "exclusions.0 '2026-02-30' is no day and no instant"],
  [{ schedule: '0 3 * * *', exclusions: ['24.12.2026'] }, "exclusions.0 '24.12.2026' is no day and no instant"],
  [{ interval: '5' }, "interval '5' is not a duration; write a number and a unit, for example '30s'"],
  [{ interval: '10ms' }, "interval '10ms' is too short; the shortest is '1s'"],
  [
    { interval: '5m', catchUp: { ticks: 'oldest' } },
    "catchUp.ticks 'oldest' is not allowed; there is 'none', 'last', 'all'",
  ],
])('%j is refused', (event, message) => {
  expect(() => parse(event)).toThrow(`ci/clock: calendar event 'nightly': ${message}`);
});
