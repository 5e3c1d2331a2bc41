import type { BusPromises, Journal, Position } from '../../../event-bus/contract.ts';
import { connectMemory } from '../../../event-bus/memory/connect-memory.ts';
import type { Faults } from '../../../event-bus/memory/fault.ts';
import { MemoryStore, type RecordEntry } from '../../../event-bus/memory/store.ts';
import { noLog } from '../../../support/log.ts';
import { ManualClock } from '../../../support/testing/manual-clock.ts';
import { Fold } from '../../journal/fold.ts';
import { defaultTiming } from '../../timing.ts';
import { type ClaimOptions, claimPartition } from '../claim-partition.ts';

export const partition = { namespace: 'ci', worker: 'main', index: 3 };
export const manyCells = new Map(Array.from({ length: 100 }, (_, n) => [`k${n}`, `${n}`.padEnd(200)]));
export const sorted = (cells: ReadonlyMap<string, unknown>) => [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
export const put = (key: string, value: string | number) => new Map([[key, value]]);

/** A journal of one partition in memory, a clock that stands still, and whoever wants to own it. */
export class Scene implements AsyncDisposable {
  readonly clock = new ManualClock(1_000_000);
  readonly store: MemoryStore;
  readonly #gone = new AbortController();

  constructor(appends: BusPromises['appends'], maxEntryBytes = 1024 ** 2) {
    this.store = new MemoryStore({ appends, maxEntryBytes, clock: this.clock });
  }

  async claim(owner: string, more: Partial<ClaimOptions> = {}) {
    const { appends, maxEntryBytes } = this.store;
    const { clock } = this;
    const journal = await this.journal(owner);
    const { signal } = this.#gone;
    const timing = defaultTiming;
    return claimPartition({ journal, maxEntryBytes, appends, owner, clock, timing, signal, log: noLog, ...more });
  }

  journal(client: string): Promise<Journal> {
    return connectMemory(this.store, { client }).journal(partition);
  }

  /** What goes wrong with the next appends of an owner. */
  fail(client: string, ...faults: (ReturnType<Faults> | undefined)[]): void {
    this.store.faults = (operation) =>
      operation.client === client && operation.kind === 'append' ? faults.shift() : undefined;
  }

  /** Up to where the journal holds nothing that a reader needs. */
  trimmable(): Position | undefined {
    const log = this.store.journal(partition);
    const fold = new Fold();
    for (let at = log.trimmed + 1; at <= log.last; at++) fold.apply((log.at(at) as RecordEntry).record);
    return fold.base?.before;
  }

  /** Trims the journal to the last base, once there is one. */
  async trim(): Promise<void> {
    while (this.trimmable() === undefined) await this.clock.advance(defaultTiming.retryMs);
    this.store.trim({ journal: partition }, this.trimmable() as Position);
  }

  /** Somebody else writes into the journal. */
  async spoil(): Promise<void> {
    const log = this.store.journal(partition);
    await (await this.journal('junk')).append(Buffer.from('{}\n'), log.position(log.last));
  }

  async fold(): Promise<Fold> {
    const fold = new Fold();
    for await (const entry of (await this.journal('observer')).read({ signal: this.#gone.signal })) {
      if (entry === 'tail') break;
      fold.apply(entry);
    }
    return fold;
  }

  /** Lets what is under way come to rest, with time standing still. */
  settle(): Promise<void> {
    return this.clock.advance(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#gone.abort();
  }
}

/** What a promise has come to, with time standing still. */
export async function outcome(scene: Scene, promise: Promise<unknown> | true): Promise<unknown> {
  let settled: unknown = 'pending';
  Promise.resolve(promise).then(
    (value) => {
      settled = value;
    },
    (error: unknown) => {
      settled = error;
    },
  );
  await scene.settle();
  return settled;
}
