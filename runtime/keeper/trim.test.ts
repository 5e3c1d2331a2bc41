import type { EventAddress } from '../../model/event/address.ts';
import type { Json } from '../../model/json.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { claimPartition, type OwnedPartition } from '../partition/ownership/own-partition.ts';
import { defaultTiming } from '../partition/timing.ts';
import { noLog } from '../support/log.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { startTrimming, trimOnce } from './trim.ts';

const address: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };
const partition = (index: number) => ({ namespace: 'ci', worker: 'main', index });
const cells = (entries: Record<string, Json>) => new Map(Object.entries(entries));

class Scene implements AsyncDisposable {
  readonly clock = new ManualClock(1_000_000);
  readonly store = new MemoryStore({ clock: this.clock, quotas: { event: { maxBytes: 10_000 } } });
  readonly bus = connectMemory(this.store);
  readonly admin = connectMemoryAdmin(this.store);
  readonly #gone = new AbortController();

  get signal() {
    return this.#gone.signal;
  }

  async own(index: number): Promise<OwnedPartition> {
    const { clock, bus, signal } = this;
    const { maxEntryBytes, appends } = bus.promises;
    const journal = await bus.journal(partition(index));
    return claimPartition({
      journal,
      maxEntryBytes,
      appends,
      owner: 'a',
      clock,
      timing: defaultTiming,
      signal,
      log: noLog,
    });
  }

  async publish(count: number): Promise<void> {
    const event = {
      id: 'a',
      source: '/ci/github',
      type: 'push',
      time: '2026-01-01T00:00:00Z',
      data: Buffer.alloc(800),
    };
    for (let i = 0; i < count; i++) await this.bus.publish(address, event);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#gone.abort();
  }
}

describe('trimming', () => {
  it('keeps a journal near the size of its state', async () => {
    await using scene = new Scene();
    const owned = await scene.own(0);
    for (let i = 0; i < 300; i++) await owned.commit(cells({ a: `${i}`.repeat(300) }));
    await trimOnce(scene);
    expect((await scene.admin.inspect()).journalStore.bytes).toBeLessThan(70_000);
    expect((await scene.own(0)).cells.get('a')).toBe('299'.repeat(300));
  });

  it('removes events that no trigger needs once their log is nearly full', async () => {
    await using scene = new Scene();
    const log = scene.store.log('event');
    const [one, another] = [await scene.own(0), await scene.own(1)];
    await one.commit(cells({ frontier: log.position(5), 'lane/ci/s/t': {} }));
    await another.commit(cells({ frontier: log.position(6), 'lane/ci/s/t': { position: log.position(3) } }));
    await scene.publish(7);
    await trimOnce(scene);
    expect(log.trimmed).toBe(0);
    await scene.publish(2);
    await trimOnce(scene);
    expect(log.trimmed).toBe(3);
  });

  it('removes no event while a trigger has no position, or nobody has', async () => {
    await using scene = new Scene();
    await scene.publish(9);
    await trimOnce(scene);
    const [one, another] = [await scene.own(0), await scene.own(1)];
    await one.commit(cells({ frontier: scene.store.log('event').position(5), 'lane/ci/s/t': {} }));
    await another.commit(cells({ 'lane/ci/s/t': {} }));
    await trimOnce(scene);
    expect(scene.store.log('event').trimmed).toBe(0);
  });

  it('removes no event while a partition of a worker that reads is claimed and has stored no position yet', async () => {
    await using scene = new Scene();
    const log = scene.store.log('event');
    const [one, another] = [await scene.own(0), await scene.own(1)];
    await one.commit(cells({ frontier: log.position(5), 'lane/ci/s/t': {} }));
    await scene.publish(9);
    await trimOnce(scene);
    expect(log.trimmed).toBe(0);
    await another.commit(cells({ 'lane/ci/s/t': { position: log.position(3) } }));
    await trimOnce(scene);
    expect(log.trimmed).toBe(3);
  });

  it('goes on after an outage', async () => {
    await using scene = new Scene();
    await using _ = startTrimming({ ...scene, clock: scene.clock, bus: scene.bus, everyMs: 10_000, log: noLog });
    const log = scene.store.log('event');
    const owned = await scene.own(0);
    await scene.publish(9);
    await owned.commit(cells({ 'lane/ci/s/t': { position: log.position(4) } }));
    scene.store.stop();
    await scene.clock.advance(10_000);
    scene.store.start();
    await scene.clock.advance(10_000);
    expect(log.trimmed).toBe(4);
  });
});
