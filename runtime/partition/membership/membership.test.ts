import { connectMemory } from '../../event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../event-bus/memory/store.ts';
import { noLog } from '../../support/log.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { defaultTiming } from '../timing.ts';
import { type Membership, type MembershipOptions, startMembership } from './membership.ts';

class Scene implements AsyncDisposable {
  readonly clock = new ManualClock(1_000_000);
  readonly store = new MemoryStore({ clock: this.clock });
  readonly members: Membership[] = [];
  /** Who has how many partitions, by their own belief. */
  readonly shares: Record<string, number> = {};
  readonly #silenced = new Set<string>();

  async join(replica: string, more: Partial<MembershipOptions> = {}): Promise<Membership> {
    const { clock } = this;
    const member = startMembership({
      bus: connectMemory(this.store, { client: replica }),
      namespace: 'ci',
      worker: 'main',
      replica,
      configHash: 'one',
      count: 16,
      clock,
      timing: defaultTiming,
      log: noLog,
      onChange: (indices) => {
        this.shares[replica] = indices.size;
      },
      ...more,
    });
    this.members.push(member);
    await clock.advance(0);
    return member;
  }

  /** From now on nothing of it is stored, as if it were dead. */
  silence(replica: string): void {
    this.#silenced.add(replica);
    this.store.faults = ({ client, kind }) =>
      kind === 'publish' && this.#silenced.has(client) ? { before: () => new Promise(() => {}) } : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.store.faults = undefined;
    this.store.start();
    await Promise.all(this.members.map((member) => member[Symbol.asyncDispose]()));
  }
}

describe('membership', () => {
  it('gives a lone replica all partitions, without any time passing', async () => {
    await using scene = new Scene();
    await scene.join('a');
    expect(scene.shares).toStrictEqual({ a: 16 });
  });

  it('gives nothing to a replica that retires', async () => {
    await using scene = new Scene();
    const [a] = [await scene.join('a'), await scene.join('b')];
    a.retire();
    await scene.clock.advance(0);
    expect(scene.shares).toStrictEqual({ a: 0, b: 16 });
  });

  it('lets a newcomer know of the others before it claims', async () => {
    await using scene = new Scene();
    await scene.join('a');
    await scene.clock.advance(60_000);
    const claimed: number[] = [];
    await scene.join('b', { onChange: (indices) => claimed.push(indices.size) });
    expect(claimed).toStrictEqual([8]);
    expect(scene.shares).toStrictEqual({ a: 8 });
  });

  it('hands a share over at once when a replica says good-bye', async () => {
    await using scene = new Scene();
    await scene.join('a');
    const b = await scene.join('b');
    await b[Symbol.asyncDispose]();
    await scene.clock.advance(0);
    expect(scene.shares.a).toBe(16);
  });

  it('takes over from a replica that has been silent for eight seconds', async () => {
    await using scene = new Scene();
    const [a] = [await scene.join('a'), await scene.join('b')];
    scene.silence('b');
    await scene.clock.advance(7_000);
    expect({ shares: scene.shares.a, live: a.isLive('b') }).toStrictEqual({ shares: 8, live: true });
    await scene.clock.advance(3_000);
    expect({ shares: scene.shares.a, live: a.isLive('b') }).toStrictEqual({ shares: 16, live: false });
  });

  it('moves nothing in an outage of the bus, nor after it', async () => {
    await using scene = new Scene();
    await scene.join('a');
    await scene.join('b');
    scene.store.stop();
    await scene.clock.advance(120_000);
    scene.store.start();
    const changes: unknown[] = [];
    Object.defineProperty(scene.shares, 'a', { set: (share) => changes.push(share), get: () => 8 });
    await scene.clock.advance(20_000);
    expect(changes).toStrictEqual([]);
  });

  it('moves everything to the first replica with a new configuration that is ready', async () => {
    await using scene = new Scene();
    await scene.join('a');
    await scene.join('b');
    await scene.clock.advance(1_000);
    await scene.join('c', { configHash: 'two' });
    expect(scene.shares).toStrictEqual({ a: 0, b: 0, c: 16 });
  });

  it('ends although the bus does not answer', async () => {
    await using scene = new Scene();
    const a = await scene.join('a');
    scene.silence('a');
    const ended = a[Symbol.asyncDispose]();
    await scene.clock.advance(defaultTiming.settleMs);
    await expect(ended).resolves.toBeUndefined();
  });
});
