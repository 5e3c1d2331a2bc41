import { connectMemory } from '../../runtime/event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import { ManualClock } from '../../runtime/support/testing/manual-clock.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { findEvents } from './find-events.ts';

const [address] = toEvent('push', '', {});

function setUp() {
  const clock = new ManualClock(1_000);
  const bus = connectMemory(new MemoryStore({ clock }));
  const progress: [number, number][] = [];
  const look = (source?: string, since = 0, id = 'wanted') => {
    const { signal } = new AbortController();
    const options = { id, source, addresses: [address], since, signal };
    return findEvents(bus, { ...options, progress: (looked, upTo) => progress.push([looked, upTo]) });
  };
  return { clock, bus, look, progress };
}

describe('the events of an id', () => {
  it('are found as often as they are stored, each from its source, no further back than asked', async () => {
    const { clock, bus, look } = setUp();
    const [, event] = toEvent('push', 'wanted', {});
    await bus.publish(address, event);
    await clock.advance(1_000);
    await bus.publish(address, { ...event, source: '/other' });
    await bus.publish(address, event);
    const found = async (...asked: Parameters<typeof look>) => {
      const { events, looked, otherSources } = await look(...asked);
      return { offsets: events.map(({ offset }) => offset), looked, otherSources };
    };
    expect(await found()).toStrictEqual({ offsets: ['1', '2', '3'], looked: 3, otherSources: [] });
    expect(await found('/hook')).toStrictEqual({ offsets: ['1', '3'], looked: 3, otherSources: ['/other'] });
    expect(await found(undefined, 1_500)).toStrictEqual({ offsets: ['2', '3'], looked: 2, otherSources: [] });
  });

  it('are found by its beginning where no other begins so, six characters at least', async () => {
    const { bus, look } = setUp();
    for (const id of ['33247aff-1', '33247aff-2', '33247a', 'bb1e47-1', 'bb1e47-1'])
      await bus.publish(...toEvent('push', id, {}));
    const found = async (id: string) => {
      const { events, ids } = await look(undefined, 0, id);
      return { events: events.map(({ event }) => event.id), ids };
    };
    expect(await found('bb1e47')).toStrictEqual({ events: ['bb1e47-1', 'bb1e47-1'], ids: [] });
    expect(await found('bb1e4')).toStrictEqual({ events: [], ids: [] });
    expect(await found('33247aff')).toStrictEqual({ events: [], ids: ['33247aff-1', '33247aff-2'] });
    expect(await found('33247a')).toStrictEqual({ events: ['33247a'], ids: [] });
  });

  it('are looked for among many, and how far is told on the way', async () => {
    const { bus, look, progress } = setUp();
    for (let n = 0; n < 45_000; n++) await bus.publish(...toEvent('push', `${n}`, {}));
    expect(await look()).toStrictEqual({ events: [], ids: [], looked: 45_000, otherSources: [] });
    expect(progress).toStrictEqual([
      [20_000, 1_000],
      [40_000, 1_000],
    ]);
  });
});
