import type { EventAddress } from '../../../model/event/address.ts';
import { toShare } from '../../../model/hash.ts';
import type { Json } from '../../../model/json.ts';
import type { CorrelationSpec } from '../../../model/sensor/correlation.ts';
import type { DependencySpec } from '../../../model/sensor/sensor.ts';
import type { TriggerSpec } from '../../../model/trigger/trigger.ts';
import type { BusAdmin, EventBus } from '../../event-bus/contract.ts';
import { connectMemory } from '../../event-bus/memory/connect-memory.ts';
import { hang } from '../../event-bus/memory/fault.ts';
import {
  MemoryStore,
  type MemoryStoreOptions,
  type RecordEntry,
  type StoreJournal,
} from '../../event-bus/memory/store.ts';
import { compileSensor } from '../../sensor/compile-sensor.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { noLog } from '../../support/log.ts';
import type { Observation } from '../../support/observation.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import type { ActRequest, Outcome } from '../../trigger/contract.ts';
import { type DeadLetter, readDeadLetter } from '../dead-letter/dead-letter.ts';
import { Fold } from '../journal/fold.ts';
import { type Note, toNoteEvent } from '../notes/note.ts';
import { type Partitions, type PartitionsOptions, startPartitions } from '../partitions.ts';
import { defaultTiming } from '../timing.ts';

export const push: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' };

/** An attempt as the target sees it. */
export interface Attempt {
  readonly replica: string;
  readonly trigger: string;
  readonly n: number;
  readonly executionId: string;
  readonly attempt: number;
  readonly template: Json;
}

export type Target = (attempt: Attempt, request: ActRequest<Json>) => Promise<Outcome> | Outcome;

export interface ReplicaOptions
  extends Partial<Pick<PartitionsOptions, 'tasks' | 'drainMs' | 'log' | 'isLive' | 'busNow'>> {
  /** What differs from a trigger that takes every push and is told its number. */
  readonly triggers?: Readonly<Record<string, Partial<TriggerSpec>>>;
  /** Events of odd numbers are filtered. */
  readonly evenOnly?: boolean;
  /** The code of another filter. */
  readonly filter?: string;
  /** What differs from one dependency on pushes. */
  readonly dependencies?: Readonly<Record<string, Partial<DependencySpec>>>;
  readonly correlate?: CorrelationSpec;
  readonly maxInFlight?: number;
  readonly target?: Target;
}

const partitionCount = 4;
const notes = { class: 'note', namespace: 'ci', worker: 'worker' } as const;

export interface Replica extends AsyncDisposable {
  readonly name: string;
  readonly partitions: Partitions;
  readonly observations: readonly Observation[];
  /** The process is gone: nothing that it does reaches anybody. */
  crash(): void;
}

const done: Target = () => ({ kind: 'done' });

/** A store, a clock that stands still, and replicas of one worker with four partitions. */
export class World implements AsyncDisposable {
  readonly clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  readonly store: MemoryStore;
  readonly bus: EventBus;
  readonly attempts: Attempt[] = [];
  readonly count = partitionCount;
  readonly #crashed = new Set<string>();
  readonly #replicas: Replica[] = [];

  /** The partition that an event falls into. */
  static partitionOf(id: string): number {
    return toShare(id, partitionCount);
  }

  constructor(options: Pick<MemoryStoreOptions, 'appends'> = {}) {
    this.store = new MemoryStore({ ...options, clock: this.clock });
    this.bus = connectMemory(this.store, { client: 'test' });
    this.store.faults = ({ client }) => (this.#crashed.has(client) ? hang : undefined);
  }

  /** Publishes pushes with these numbers, under ids that are the same each time. */
  async publish(...numbers: readonly number[]): Promise<void> {
    for (const n of numbers) {
      await this.bus.publish(push, {
        id: `push-${n}`,
        source: '/ci/web',
        type: 'push',
        time: '2026-01-01T00:00:00Z',
        datacontenttype: 'application/json',
        data: Buffer.from(JSON.stringify({ n })),
      });
    }
  }

  /** Publishes an event of the source `web`, whose id is unique, with a payload. */
  async emit(event: string, data: Json, id = `${event}-${JSON.stringify(data)}`): Promise<void> {
    await this.bus.publish(
      { ...push, event },
      {
        id,
        source: '/ci/web',
        type: event,
        time: new Date(this.clock.now()).toISOString(),
        datacontenttype: 'application/json',
        data: Buffer.from(JSON.stringify(data)),
      },
    );
  }

  /** Tells the worker's partitions. */
  tell(note: Note): Promise<void> {
    return this.bus.publish(notes, toNoteEvent(note, notes, this.clock.now()));
  }

  /** The dead letters that were stored, in their order. */
  letters(): DeadLetter[] {
    const log = this.store.log('deadLetter');
    return range(1, log.last + 1).map((at) => readDeadLetter(log.at(at)?.stored.event as never) as DeadLetter);
  }

  /** The keys of all cells in the journals. */
  async cells(): Promise<string[]> {
    return this.store.journals().flatMap(({ log }) => [...foldAll(log).cells.keys()]);
  }

  /** Does to the journals what the keeper does. */
  async trimJournals(admin: BusAdmin): Promise<void> {
    for (const { partition, log } of this.store.journals()) {
      const { base } = foldAll(log);
      if (base?.before !== undefined) await admin.trim({ journal: partition }, base.before);
    }
  }

  /** Crashes a replica at one of its appends to journals, before it is stored or after. */
  crashAt(replica: Replica, nth: number, when: 'before' | 'after'): void {
    const { faults } = this.store;
    let appends = 0;
    this.store.faults = (operation) => {
      const fault = faults?.(operation);
      if (fault || operation.client !== replica.name || operation.kind !== 'append' || ++appends < nth) return fault;
      replica.crash();
      return when === 'before' ? hang : { after: () => new Promise(() => {}) };
    };
  }

  replica(name: string, options: ReplicaOptions = {}): Replica {
    const { store, clock, count } = this;
    const bus = connectMemory(store, { client: name });
    const observations: Observation[] = [];
    const { target = done, maxInFlight, tasks = [], drainMs, log = noLog, isLive, busNow } = options;
    const triggers = toTriggers(options).map((trigger) => ({
      trigger,
      action: {
        act: async (request: ActRequest<Json>) => {
          const { executionId, attempt, template } = request;
          const { n } = (template ?? {}) as { n: number };
          const seen = { replica: name, trigger: trigger.name.trigger, n, executionId, attempt, template };
          if (this.#crashed.has(name)) return new Promise<Outcome>(() => {});
          this.attempts.push(seen);
          return await target(seen, request);
        },
        async [Symbol.asyncDispose]() {},
      },
      ...(maxInFlight !== undefined && { maxInFlight }),
    }));
    const partitions = startPartitions({
      bus,
      namespace: 'ci',
      worker: 'worker',
      count,
      owner: name,
      triggers,
      tasks,
      clock,
      timing: defaultTiming,
      random: () => 0.5,
      log,
      observe: (observation) => observations.push(observation),
      ...(drainMs !== undefined && { drainMs }),
      ...(isLive && { isLive }),
      ...(busNow && { busNow }),
    });
    const replica = {
      name,
      partitions,
      observations,
      crash: () => void this.#crashed.add(name),
      [Symbol.asyncDispose]: async () => {
        if (!this.#crashed.has(name)) await this.whileTimePasses(partitions[Symbol.asyncDispose]());
        await bus[Symbol.asyncDispose]();
      },
    };
    this.#replicas.push(replica);
    return replica;
  }

  /** Lets time pass until something holds; fails after ten minutes of it. */
  async until(holds: () => boolean, what = String(holds)): Promise<void> {
    const end = this.clock.now() + 600_000;
    while (!holds()) {
      if (this.clock.now() > end) throw new Error(`it never came true: ${what}`);
      await this.clock.advance(25);
    }
  }

  async whileTimePasses<T>(promise: PromiseLike<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    await this.until(() => settled, 'the promise settles');
    return promise;
  }

  /** Places all partitions on a replica and waits until it owns them. */
  async place(replica: Replica, indices: readonly number[] = [0, 1, 2, 3]): Promise<void> {
    replica.partitions.place(indices);
    await this.until(() => replica.partitions.readiness().ready, 'the partitions are owned');
  }

  /** The numbers that a trigger's target saw, in order, each once. */
  seen(trigger = 'all'): number[] {
    const numbers = this.attempts.filter((attempt) => attempt.trigger === trigger).map(({ n }) => n);
    return [...new Set(numbers)].sort((a, b) => a - b);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const replica of this.#replicas) await replica[Symbol.asyncDispose]();
    await this.bus[Symbol.asyncDispose]();
  }
}

function foldAll(log: StoreJournal['log']): Fold {
  const fold = new Fold();
  for (let at = log.trimmed + 1; at <= log.last; at++) fold.apply((log.at(at) as RecordEntry).record);
  return fold;
}

/** How many observations of a kind there are. */
export function tell({ observations }: Replica, kind: Observation['kind']): number {
  return observations.filter((observation) => observation.kind === kind).length;
}

/** A ledger without the trigger's name, and without the outcomes of joins and repeats that none had. */
export function ledger({ partitions }: Replica, trigger = 'all') {
  const found = partitions.counts().find((counts) => counts.trigger.trigger === trigger);
  if (!found) throw new Error(`no trigger '${trigger}'`);
  const { trigger: _, joined, superseded, duplicate, expired, reset, ...counts } = found;
  const seldom = Object.entries({ joined, superseded, duplicate, expired, reset }).filter(([, count]) => count > 0);
  return { ...counts, ...Object.fromEntries(seldom) };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

const defaultDependency = {
  eventSource: 'web',
  event: 'push',
  onFilterError: 'deadLetter',
  collect: 'latest',
  maxEvents: 100,
} as const;

function toTriggers({
  triggers = { all: {} },
  evenOnly = false,
  filter,
  dependencies,
  correlate,
}: ReplicaOptions): readonly CompiledTrigger[] {
  const code = filter ?? (evenOnly ? '({ data }) => data.n % 2 === 0' : undefined);
  const defaults: TriggerSpec = {
    when: 'push',
    action: { kind: 'log', level: 'info' },
    template: { code: '({ push }) => ({ n: push.data.n })' },
    retry: { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0 },
    timeout: '30s',
    suspended: false,
    start: 'now',
    resets: [],
    dedup: false,
  };
  return compileSensor(
    {
      apiVersion: 'eventwright.dev/v1',
      kind: 'Sensor',
      minRuntime: '0.1.0',
      metadata: { name: 'sensor', worker: 'worker' },
      bus: { kind: 'memory', name: 'bus' },
      spec: {
        dependencies: dependencies
          ? Object.fromEntries(
              Object.entries(dependencies).map(([name, spec]) => [name, { ...defaultDependency, ...spec }]),
            )
          : { push: { ...defaultDependency, ...(code && { filter: { code } }) } },
        ...(correlate && { correlate }),
        triggers: Object.fromEntries(Object.entries(triggers).map(([name, spec]) => [name, { ...defaults, ...spec }])),
      },
    },
    'ci',
  ).triggers;
}
