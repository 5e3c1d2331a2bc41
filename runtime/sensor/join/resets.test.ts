import fc from 'fast-check';
import { compileResets } from './resets.ts';

const minuteMs = 60_000;

/** How the clock of a zone stands, from a source that no cron library made. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function readClock(at: number, timeZone: string) {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
    });
  clocks.set(timeZone, clock);
  const [, weekday = '', hour, minute] = /^(\w+),? (\d+):(\d+)$/.exec(clock.format(at)) ?? [];
  return { minute: Number(minute), hour: Number(hour), weekday: weekdays.indexOf(weekday) };
}

interface Fields {
  readonly minute: number | undefined;
  readonly hour: number | undefined;
  readonly weekday: number | undefined;
}

const fields: fc.Arbitrary<Fields> = fc.record({
  minute: fc.option(fc.integer({ min: 0, max: 59 }), { nil: undefined }),
  // the hours that a change to daylight-saving time leaves out or repeats are told of below
  hour: fc.option(fc.constantFrom(0, 5, 6, 12, 18, 23), { nil: undefined }),
  weekday: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
});

const toSchedule = ({ minute = '*', hour = '*', weekday = '*' }: { [name in keyof Fields]: unknown }) =>
  `${minute} ${hour} * * ${weekday}`;

const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland'];
const at = fc.integer({ min: Date.parse('2026-01-05T00:00:00Z'), max: Date.parse('2026-12-20T00:00:00Z') });

function matches({ minute, hour, weekday }: Fields, time: number, timeZone: string): boolean {
  const clock = readClock(time, timeZone);
  return (
    (minute === undefined || minute === clock.minute) &&
    (hour === undefined || hour === clock.hour) &&
    (weekday === undefined || weekday === clock.weekday)
  );
}

/** The first minute from one on, in a direction, of which one of the schedules is. */
function search(all: readonly (Fields & { timeZone: string })[], from: number, stepMs: number): number {
  for (let time = from, left = 8 * 24 * 60; left > 0; left--, time += stepMs)
    if (all.some((one) => matches(one, time, one.timeZone))) return time;
  return Number.NaN;
}

describe('resets', () => {
  it('are due when a clock in their zone shows it: the last one, and the next', () => {
    const resets = fc.array(
      fields.chain((one) => fc.record({ ...toConstants(one), timeZone: fc.constantFrom(...zones) })),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(resets, at, (all, at) => {
        const times = compileResets(all.map((one) => ({ schedule: toSchedule(one), timeZone: one.timeZone })))(at);
        const thisMinute = at - (at % minuteMs);
        expect(times).toStrictEqual({
          last: search(all, thisMinute, -minuteMs),
          next: search(all, thisMinute + minuteMs, minuteMs),
        });
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('are the same in whatever order they are asked for', () => {
    fc.assert(
      fc.property(fc.array(at, { minLength: 1, maxLength: 8 }), fc.constantFrom(...zones), (times, timeZone) => {
        const spec = [
          { schedule: '*/20 6 * * *', timeZone },
          { schedule: '15 30 12 1 * *', timeZone: 'UTC' },
        ];
        const one = compileResets(spec);
        for (const time of times) expect(one(time)).toStrictEqual(compileResets(spec)(time));
      }),
      { numRuns: 50 },
    );
  });

  it('count a tick at its own moment, and not one before', () => {
    const tick = Date.parse('2026-06-01T12:00:00Z');
    const hour = 3_600_000;
    const resets = compileResets([{ schedule: '0 * * * *', timeZone: 'UTC' }]);
    expect([tick - 1, tick, tick + 1, tick + 999, tick + hour - 1].map((at) => resets(at))).toStrictEqual([
      { last: tick - hour, next: tick },
      { last: tick, next: tick + hour },
      { last: tick, next: tick + hour },
      { last: tick, next: tick + hour },
      { last: tick, next: tick + hour },
    ]);
  });

  it('that are none never come', () => {
    expect(compileResets([])(0)).toStrictEqual({ last: Number.NEGATIVE_INFINITY, next: Number.POSITIVE_INFINITY });
  });

  it('in an hour that the clocks leave out come behind it, and in one that they repeat once', () => {
    const daily = compileResets([{ schedule: '30 2 * * *', timeZone: 'Europe/Oslo' }]);
    const tell = (from: string) => {
      const { last, next } = daily(Date.parse(from));
      return [new Date(last).toISOString(), new Date(next).toISOString()];
    };
    expect([tell('2026-03-28T12:00:00Z'), tell('2026-03-29T12:00:00Z')]).toMatchInlineSnapshot(`
[
  [
    "2026-03-28T01:30:00.000Z",
    "2026-03-29T01:00:00.000Z",
  ],
  [
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ],
]
`);
    expect([
      tell('2026-10-24T12:00:00Z'),
      tell('2026-10-25T00:45:00Z'),
      tell('2026-10-25T12:00:00Z'),
    ]).toMatchInlineSnapshot(`
[
  [
    "2026-10-24T00:30:00.000Z",
    "2026-10-25T00:30:00.000Z",
  ],
  [
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ],
  [
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ],
]
`);
  });
});

function toConstants({ minute, hour, weekday }: Fields) {
  return { minute: fc.constant(minute), hour: fc.constant(hour), weekday: fc.constant(weekday) };
}
