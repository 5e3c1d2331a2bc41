import type { CalendarEventSourceSpec } from '../../model/event-source/calendar.ts';
import { sleep } from '../support/clock.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import type { EventSourceAdapter, EventSourceContext } from './contract.ts';
import { type StartSourceOptions, startSource } from './testing/start-source.ts';

type Context = EventSourceContext<CalendarEventSourceSpec>;

const spec: CalendarEventSourceSpec = { kind: 'calendar', events: {} };
const untilAborted = ({ signal }: Context) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

const start = (listen: EventSourceAdapter<CalendarEventSourceSpec>['listen'], options: StartSourceOptions = {}) =>
  startSource({ runs: 'everywhere', listen }, spec, { clock: new ManualClock(), ...options });

it('an event is published under its address, with what its draft leaves open filled in', async () => {
  await using source = await start(
    async (context) => {
      await context.emit('tick', { id: '1', data: Buffer.from('a'), meta: { path: '/é' } });
      context.ready(['*']);
      await untilAborted(context);
    },
    { clock: new ManualClock(Date.parse('2026-03-29T01:00:00Z')) },
  );
  await source.ready;
  const event = {
    id: '1',
    source: '/ci/source/tick',
    type: 'eventwright.calendar',
    time: '2026-03-29T01:00:00.000Z',
    subject: 'tick',
    extensions: { ewmeta: '{"path":"/é"}' },
    data: Buffer.from('a'),
  };
  expect(source.bus.stored).toStrictEqual([{ subject: 'ew.e.ci.source.tick', event }]);
  expect(source.observed).toStrictEqual([
    { kind: 'stored', address: { class: 'event', namespace: 'ci', eventSource: 'source', event: 'tick' }, event },
    { kind: 'listening', eventSource: 'ci/source', where: '*' },
  ]);
});

it('attributes of a draft are kept, and only the source says what meta is', async () => {
  const draft = {
    id: '1',
    source: '/a',
    type: 'b',
    subject: 'c',
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'text/plain',
    dataschema: 'https://example.com',
    data: Buffer.from('a'),
  };
  await using source = await start(async (context) => {
    await context.emit('tick', { ...draft, extensions: { partitionkey: 'k', ewmeta: '{}' } });
    context.ready(['*']);
    await untilAborted(context);
  });
  await source.ready;
  expect(source.bus.stored[0]?.event).toStrictEqual({ ...draft, extensions: { partitionkey: 'k' } });
});

it('a source that fails is started again, for ever, later each time but at most after 30 s', async () => {
  const clock = new ManualClock();
  const startedAt: number[] = [];
  await using source = await start(
    async () => {
      startedAt.push(clock.now() / 1000);
      throw new Error('refused');
    },
    { clock },
  );
  await clock.advance(125_000);
  expect(startedAt).toStrictEqual([0, 1, 3, 7, 15, 31, 61, 91, 121]);
  expect(source.observed[1]).toStrictEqual({
    kind: 'sourceFailed',
    eventSource: 'ci/source',
    error: new Error('refused'),
    retryInMs: 2000,
  });
});

it('a source that held out is started again at once', async () => {
  const clock = new ManualClock();
  const startedAt: number[] = [];
  await using _ = await start(
    async ({ signal }) => {
      startedAt.push(clock.now() / 1000);
      await sleep(clock, 31_000, signal);
      throw new Error('lost');
    },
    { clock },
  );
  await clock.advance(96_000);
  expect(startedAt).toStrictEqual([0, 32, 64, 96]);
});

it.each<[string, EventSourceAdapter<CalendarEventSourceSpec>['listen'], string]>([
  ['returns', async () => {}, 'the source stopped listening by itself'],
  ['throws at once', () => JSON.parse('{'), 'JSON'],
  ['throws what is no error', () => Promise.reject('gone'), 'gone'],
])('a source that %s has failed', async (_, listen, message) => {
  await using source = await start(listen);
  await new Promise((resolve) => setImmediate(resolve));
  expect(source.observed).toMatchObject([
    { kind: 'sourceFailed', error: { message: expect.stringContaining(message) } },
  ]);
});

it('a source stops while it waits to be started again', async () => {
  const source = await start(() => Promise.reject(new Error('refused')));
  await source.stop();
  await source[Symbol.asyncDispose]();
});

it('what no bus can carry is refused before it gets there', async () => {
  const errors: unknown[] = [];
  const attempt = async (context: Context, draft: Partial<Parameters<Context['emit']>[1]>) => {
    await context
      .emit('tick', { id: '1', data: Buffer.alloc(0), ...draft })
      .catch((error) => errors.push(error.message));
  };
  await using source = await start(async (context) => {
    await attempt(context, { data: Buffer.alloc(8 * 1024 ** 2) });
    await attempt(context, { extensions: { a: 'é'.repeat(20_000) } });
    await attempt(context, { extensions: { a: 'e'.repeat(10_000) } });
    context.ready(['*']);
    await untilAborted(context);
  });
  await source.ready;
  expect(errors).toStrictEqual([
    'the event has 8388608 bytes of payload, the most is 8323072',
    'the event has 120151 bytes of attributes, the most is 32768',
  ]);
  expect(source.bus.stored).toHaveLength(1);
});

it('a secret that is missing is an error that names the source', async () => {
  await using source = await start(async ({ secret }) => {
    await secret({ name: 'github', key: 'secret' });
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(source.observed).toMatchObject([
    {
      kind: 'sourceFailed',
      error: { code: 'secretUnavailable', message: "ci/source: key 'secret' of Secret 'github' is missing" },
    },
  ]);
});
