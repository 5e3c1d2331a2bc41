import type { TriggerAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { hang } from '../event-bus/memory/fault.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { readToEnd } from '../event-bus/read-to-end.ts';
import type { Observation, Subject } from '../support/observation.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { type OutcomeRecord, readOutcomes } from './outcome.ts';
import { Outcomes } from './outcomes.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const address: TriggerAddress = { class: 'outcome', ...trigger };
const now = Date.parse('2026-01-01T00:00:00Z');

function toSubject(n: number): Subject {
  const event: Event = {
    id: `push-${n}`,
    source: '/ci/web',
    type: 'push',
    time: '2026-01-01T00:00:00Z',
    data: new Uint8Array(),
  };
  const from = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' } as const;
  return { trigger, address: from, event, offset: `${n}` };
}

const fired = (n: number): Observation => ({ kind: 'fired', ...toSubject(n), executionId: `run-${n}`, attempts: 1 });

function setUp() {
  const clock = new ManualClock(now);
  const store = new MemoryStore({ clock });
  const bus = connectMemory(store);
  let lost = 0;
  const outcomes = new Outcomes({
    bus,
    namespace: 'ci',
    worker: 'worker',
    clock,
    random: () => 0,
    dropped: (_, count) => {
      lost += count;
    },
  });
  const messages = async () => {
    const { signal } = new AbortController();
    const after = await bus.resolve('beginning', [address]);
    const events: Event[] = [];
    for await (const item of readToEnd(bus, { after, addresses: [address], signal }))
      if ('event' in item) events.push(item.event);
    return events;
  };
  return {
    clock,
    store,
    outcomes,
    messages,
    lost: () => lost,
    async of(n: number): Promise<readonly OutcomeRecord[]> {
      return (await messages()).flatMap((event) => readOutcomes(event, `push-${n}`));
    },
    [Symbol.asyncDispose]: () => outcomes[Symbol.asyncDispose](),
  };
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('outcomes', () => {
  it('are stored many a message, a quarter of a second after the first', async () => {
    await using world = setUp();
    for (const n of range(3)) world.outcomes.observe(fired(n));
    await world.clock.advance(249);
    expect(await world.messages()).toHaveLength(0);
    await world.clock.advance(1);
    const [message, ...others] = await world.messages();
    expect(others).toStrictEqual([]);
    expect(message).toMatchObject({ source: '/ci/worker', type: 'eventwright.outcomes' });
    expect(`${message?.data}`.split('\n')).toStrictEqual(
      range(3).map((n) =>
        JSON.stringify({
          at: now,
          event: { source: '/ci/web', id: `push-${n}`, offset: `${n}` },
          outcome: { kind: 'fired', executionId: `run-${n}`, attempts: 1 },
        }),
      ),
    );
  });

  it('wait no longer once there are 200', async () => {
    await using world = setUp();
    for (const n of range(401)) world.outcomes.observe(fired(n));
    await world.clock.advance(0);
    expect(await world.messages()).toHaveLength(2);
  });

  it('tell what nothing else tells: neither what a filter refused, nor what is dead-lettered', async () => {
    await using world = setUp();
    const subject = toSubject(1);
    const by = { source: '/ci/web', id: 'push-2', offset: '2' };
    const told: Observation[] = [
      { kind: 'accepted', ...subject },
      { kind: 'filtered', ...subject },
      { kind: 'deadLettered', reason: 'no', attempts: 3, ...subject },
      { kind: 'filtered', by: 'condition', dependency: 'push', ...subject },
      { kind: 'joined', executionId: 'run', dependency: 'push', ...subject },
      { kind: 'superseded', by, dependency: 'push', ...subject },
      { kind: 'duplicate', seenAt: now - 5, ...subject },
      { kind: 'expired', dependency: 'push', ...subject },
      { kind: 'reset', tick: now, dependency: 'push', ...subject },
    ];
    for (const observation of told) world.outcomes.observe(observation);
    await world.clock.advance(250);
    expect((await world.of(1)).map(({ outcome, dependency }) => ({ outcome, dependency }))).toStrictEqual([
      { outcome: { kind: 'filtered' }, dependency: 'push' },
      { outcome: { kind: 'joined', executionId: 'run' }, dependency: 'push' },
      { outcome: { kind: 'superseded', by }, dependency: 'push' },
      { outcome: { kind: 'duplicate', seenAt: now - 5 }, dependency: undefined },
      { outcome: { kind: 'expired' }, dependency: 'push' },
      { outcome: { kind: 'reset', tick: now }, dependency: 'push' },
    ]);
  });

  it('tell of the first failed attempt, and of those before a long wait', async () => {
    await using world = setUp();
    const subject = toSubject(1);
    const waits = [1_000, 2_000, 4_000, 10_000, 20_000];
    for (const [n, inMs] of waits.entries())
      world.outcomes.observe({ kind: 'retrying', reason: 'away', attempt: n + 1, inMs, ...subject });
    await world.clock.advance(250);
    const attempts = (await world.of(1)).map(({ outcome }) => outcome.kind === 'retrying' && outcome.attempt);
    expect(attempts).toStrictEqual([1, 4, 5]);
  });

  it('are read by the event that they speak of, also as one of several', async () => {
    await using world = setUp();
    world.outcomes.observe({ ...fired(1), others: [{ source: '/ci/images', id: 'push-7' }] } as Observation);
    world.outcomes.observe(fired(17));
    await world.clock.advance(250);
    expect((await world.of(7)).map(({ event }) => event.id)).toStrictEqual(['push-1']);
    expect(await world.of(2)).toStrictEqual([]);
  });

  it('are kept while the bus is away; of more than 2,000 the oldest are lost, and counted', async () => {
    await using world = setUp();
    world.store.stop();
    for (const n of range(2_100)) {
      world.outcomes.observe(fired(n));
      if (n % 500 === 0) await world.clock.advance(1);
    }
    await world.clock.advance(1_000);
    expect(world.lost()).toBe(100);
    world.store.start();
    await world.clock.advance(60_000);
    expect(await world.of(99)).toStrictEqual([]);
    expect(await world.of(100)).toHaveLength(1);
    expect(await world.of(2_099)).toHaveLength(1);
  });

  it('are stored when the worker stops', async () => {
    const world = setUp();
    for (const n of range(450)) world.outcomes.observe(fired(n));
    await world.outcomes[Symbol.asyncDispose]();
    expect(await world.of(449)).toHaveLength(1);
  });

  it('hold up nobody who stops for more than 2 s', async () => {
    const world = setUp();
    world.store.faults = () => hang;
    world.outcomes.observe(fired(1));
    let stopped = false;
    void world.outcomes[Symbol.asyncDispose]().then(() => {
      stopped = true;
    });
    await world.clock.advance(1_999);
    expect(stopped).toBe(false);
    await world.clock.advance(1);
    expect(stopped).toBe(true);
  });
});
