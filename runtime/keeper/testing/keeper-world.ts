import type { EventAddress } from '../../../model/event/address.ts';
import type { Json } from '../../../model/json.ts';
import { type KeeperOptions, keeperSchema } from '../../../model/keeper/keeper.ts';
import { parseSpec } from '../../../model/schema.ts';
import { partitionCount } from '../../../model/worker/partition-count.ts';
import type { BusFixture } from '../../event-bus/conformance/fixture.ts';
import type { BusAdmin, EventBus, Position, Start } from '../../event-bus/contract.ts';
import { claimPartition } from '../../partition/ownership/claim-partition.ts';
import type { OwnedPartition } from '../../partition/ownership/owned-partition.ts';
import { defaultTiming } from '../../partition/timing.ts';
import { noLog } from '../../support/log.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import type { Declared, DeclaredTrigger, WorkerName } from '../declared.ts';
import { type Report, Rounds } from '../round.ts';

const pushed: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };
export const self: WorkerName = { namespace: 'ci', worker: 'keeper' };
export const main: WorkerName = { namespace: 'ci', worker: 'main' };

/** A trigger of the worker `main`, in the sensor of its own name. */
export function trigger(name: string, start: Start = 'now'): DeclaredTrigger {
  return { worker: main, trigger: { namespace: 'ci', sensor: name, trigger: name }, addresses: [pushed], start };
}

export function declare(...triggers: readonly DeclaredTrigger[]): Declared {
  return { workers: [main], triggers };
}

/** A bus, empty, as these tests need it. */
export type KeptFixture = Pick<BusFixture, 'connect' | 'connectAdmin'> & AsyncDisposable;

/** A bus, a keeper's rounds on it, and workers that say in their journals what a test wants. */
export class KeeperWorld implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  /** Namespaces of which not everything is known. */
  readonly incomplete = new Set<string>();
  /** What the keeper remembers. */
  cell: Json | undefined;
  readonly #rounds: Rounds;
  readonly #owned = new Map<string, OwnedPartition>();
  #published = 0;
  readonly #gone = new AbortController();

  constructor({
    bus,
    admin,
    clock = new ManualClock(Date.now()),
  }: {
    readonly bus: EventBus;
    readonly admin: BusAdmin;
    readonly clock?: ManualClock;
  }) {
    this.clock = clock;
    this.bus = bus;
    this.admin = admin;
    this.#rounds = this.#createRounds(this);
  }

  /** One round of the keeper. */
  round(declared: Declared, options: KeeperOptions = {}): Promise<Report> {
    return this.#run(this.#rounds, declared, options);
  }

  /** One round of a keeper that has just started, on a bus that may fail. */
  freshRound(
    declared: Declared,
    { bus = this.bus, admin = this.admin }: Partial<Pick<KeeperWorld, 'bus' | 'admin'>> = {},
    options: KeeperOptions = {},
  ): Promise<Report> {
    return this.#run(this.#createRounds({ bus, admin }), declared, options);
  }

  async publish(count: number, to = pushed): Promise<void> {
    for (let i = 0; i < count; i++)
      await this.bus.publish(to, {
        id: `${++this.#published}`,
        source: '/ci/github',
        type: 'push',
        time: '2026-01-01T00:00:00Z',
        data: Buffer.alloc(800),
      });
  }

  /** Where the log of events ends. */
  end(): Promise<Position> {
    return this.bus.resolve('now', [pushed]);
  }

  /** Stores cells in partitions of a worker: all of them, unless told which. */
  async store(
    cells: Readonly<Record<string, Json | undefined>>,
    { worker = main, indices = Array.from({ length: partitionCount }, (_, index) => index) } = {},
  ): Promise<void> {
    for (const index of indices) {
      const owned = await this.#own(worker, index);
      await owned.commit(new Map(Object.entries(cells)));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#gone.abort();
  }

  #createRounds({ bus, admin }: Pick<KeeperWorld, 'bus' | 'admin'>): Rounds {
    return new Rounds({ bus, admin, self, clock: this.clock, log: noLog });
  }

  #run(rounds: Rounds, declared: Declared, options: KeeperOptions): Promise<Report> {
    const cell = {
      get: () => this.cell,
      set: async (value: Json) => {
        this.cell = value;
      },
    };
    const spec = parseSpec(keeperSchema, { replicas: 1, ...options }, 'keeper');
    const isComplete = (namespace: string) => !this.incomplete.has(namespace);
    return rounds.run({ spec, declared, isComplete }, { cell, signal: this.#gone.signal });
  }

  async #own(worker: WorkerName, index: number): Promise<OwnedPartition> {
    const key = `${worker.namespace}/${worker.worker}/${index}`;
    const known = this.#owned.get(key);
    if (known && !known.lost.aborted) return known;
    const { maxEntryBytes, appends } = this.bus.promises;
    const owned = await claimPartition({
      journal: await this.bus.journal({ ...worker, index }),
      maxEntryBytes,
      appends,
      owner: 'a',
      clock: this.clock,
      timing: defaultTiming,
      signal: this.#gone.signal,
      log: noLog,
    });
    this.#owned.set(key, owned);
    return owned;
  }
}
