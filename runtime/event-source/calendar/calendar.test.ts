import type { CalendarEventSourceSpec, CalendarEventSpec } from '../../../model/event-source/calendar.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { type StartSourceOptions, startSource } from '../testing/start-source.ts';
import { TestBus } from '../testing/test-bus.ts';
import { calendar } from './adapter.ts';

const begin = Date.parse('2026-01-01T00:00:30Z');
const minute = 60_000;
const catchUp = { ticks: 'last', maxAge: '1h' } as const;
const minutely: CalendarEventSpec = { schedule: '* * * * *', timeZone: 'UTC', exclusions: [], catchUp };

async function start(events: CalendarEventSourceSpec['events'], options: StartSourceOptions & { clock: ManualClock }) {
  const source = await startSource(calendar, { kind: 'calendar', events }, options);
  await source.ready;
  return source;
}

it('each tick is one event, named after its time', async () => {
  const clock = new ManualClock(begin);
  await using source = await start({ nightly: minutely, often: { interval: '45s', catchUp } }, { clock });
  await clock.advance(2 * minute);
  expect(source.bus.stored.map(({ subject, event }) => [subject, event.id])).toStrictEqual([
    ['ew.e.ci.source.often', 'often/2026-01-01T00:00:45Z'],
    ['ew.e.ci.source.nightly', 'nightly/2026-01-01T00:01:00Z'],
    ['ew.e.ci.source.often', 'often/2026-01-01T00:01:30Z'],
    ['ew.e.ci.source.nightly', 'nightly/2026-01-01T00:02:00Z'],
    ['ew.e.ci.source.often', 'often/2026-01-01T00:02:15Z'],
  ]);
  expect(source.bus.stored[1]?.event).toStrictEqual({
    id: 'nightly/2026-01-01T00:01:00Z',
    source: '/ci/source/nightly',
    type: 'eventwright.calendar',
    subject: 'nightly',
    time: '2026-01-01T00:01:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from('{"scheduledAt":"2026-01-01T00:01:00Z"}'),
  });
  expect(source.observed.slice(0, 2)).toStrictEqual([
    { kind: 'listening', eventSource: 'ci/source', where: '* * * * * UTC' },
    { kind: 'listening', eventSource: 'ci/source', where: 'every 45s' },
  ]);
});

it('a wait of weeks ends at its tick', async () => {
  const clock = new ManualClock(begin);
  await using source = await start({ yearly: { ...minutely, schedule: '0 0 1 3 *' } }, { clock });
  await clock.advance(59 * 24 * 60 * minute - 31_000);
  expect(source.bus.ids).toStrictEqual([]);
  await clock.advance(1_000);
  expect(source.bus.ids).toStrictEqual(['yearly/2026-03-01T00:00:00Z']);
});

it('the next owner goes on where the last one ended', async () => {
  const clock = new ManualClock(begin);
  const shared = { clock, bus: new TestBus(), cell: {}, aliveSince: begin };
  const first = await start({ nightly: minutely }, shared);
  await clock.advance(minute);
  await first[Symbol.asyncDispose]();
  await clock.advance(minute);
  await using _ = await start({ nightly: minutely }, shared);
  await clock.advance(minute);
  expect(shared.bus.ids).toStrictEqual([
    'nightly/2026-01-01T00:01:00Z',
    'nightly/2026-01-01T00:02:00Z',
    'nightly/2026-01-01T00:03:00Z',
  ]);
});

it('an owner that ends between the event and the cursor leaves a repeat of the same event', async () => {
  const clock = new ManualClock(begin);
  const cell = { value: { nightly: { schedule: '* * * * * UTC', handledUntil: '2026-01-01T00:00:30Z' } } };
  const bus = new TestBus();
  for (let owner = 0; owner < 2; owner++) {
    const source = await start({ nightly: minutely }, { clock, bus, cell: structuredClone(cell), aliveSince: begin });
    await clock.advance(owner === 0 ? 30_000 : 0);
    await source[Symbol.asyncDispose]();
  }
  expect(bus.ids).toStrictEqual(['nightly/2026-01-01T00:01:00Z', 'nightly/2026-01-01T00:01:00Z']);
});

it.each(['none', 'last', 'all'] as const)(
  'a tick that the bus refused is delivered once it is back, with %s too',
  async (ticks) => {
    const clock = new ManualClock(begin);
    const spec = { ...minutely, schedule: '0 * * * *', catchUp: { ticks, maxAge: '1m' } } as const;
    await using source = await start({ hourly: spec }, { clock });
    source.bus.state = 'away';
    await clock.advance(180 * minute);
    expect(source.bus.ids).toStrictEqual([]);
    source.bus.state = 'up';
    await clock.advance(minute);
    expect(source.bus.ids).toStrictEqual([
      'hourly/2026-01-01T01:00:00Z',
      'hourly/2026-01-01T02:00:00Z',
      'hourly/2026-01-01T03:00:00Z',
    ]);
  },
);

it('one schedule that fails begins again together with the others, and no tick is lost', async () => {
  const clock = new ManualClock(begin);
  await using source = await start({ a: minutely, b: { interval: '1m', catchUp } }, { clock });
  source.bus.state = 'full';
  await clock.advance(3 * minute);
  source.bus.state = 'up';
  await clock.advance(minute);
  const times = [1, 2, 3, 4].map((m) => `2026-01-01T00:0${m}:00Z`);
  expect([...source.bus.ids].sort()).toStrictEqual(
    ['a', 'b'].flatMap((event) => times.map((time) => `${event}/${time}`)),
  );
});

it('a new source begins now, and whoever takes it over knows since when', async () => {
  const clock = new ManualClock(begin);
  const bus = new TestBus();
  bus.state = 'away';
  const shared = { clock, bus, cell: {}, aliveSince: begin };
  const first = await start({ nightly: minutely }, shared);
  await clock.advance(minute);
  await first.stop();
  bus.state = 'up';
  await using _ = await start({ nightly: minutely }, shared);
  await clock.advance(0);
  expect(bus.ids).toStrictEqual(['nightly/2026-01-01T00:01:00Z']);
  await first[Symbol.asyncDispose]();
});

it('an edited schedule begins now: ticks that it never had are not made up for', async () => {
  const clock = new ManualClock(begin);
  const cell = { value: { nightly: { schedule: '0 0 * * * UTC', handledUntil: '2025-12-31T00:00:00Z' }, gone: {} } };
  const spec = { ...minutely, catchUp: { ticks: 'all', maxAge: '7d' } } as const;
  await using source = await start({ nightly: spec }, { clock, cell });
  await clock.advance(30_000);
  expect(source.bus.ids).toStrictEqual(['nightly/2026-01-01T00:01:00Z']);
  expect(source.cell.value).toStrictEqual({
    nightly: { schedule: '* * * * * UTC', handledUntil: '2026-01-01T00:01:00Z' },
  });
});

it('ticks that are left out are told to the log', async () => {
  const clock = new ManualClock(begin);
  const cell = { value: { nightly: { schedule: '* * * * * UTC', handledUntil: '2025-12-31T23:50:00Z' } } };
  const spec = { ...minutely, catchUp: { ticks: 'none', maxAge: '1h' } } as const;
  await using source = await start({ nightly: spec }, { clock, cell });
  expect(source.logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', event: 'nightly', after: '2025-12-31T23:50:00Z', until: '2026-01-01T00:00:30Z' },
  ]);
});

it('it stops though the bus hangs', async () => {
  const clock = new ManualClock(begin);
  await using source = await start({ nightly: minutely }, { clock });
  source.bus.state = 'hanging';
  await clock.advance(minute);
  await source.stop();
  expect(source.bus.waiting).toBe(1);
});
