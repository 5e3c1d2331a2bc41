import type { PartitionName } from '../../model/event/address.ts';
import type { EventBus } from '../event-bus/contract.ts';
import { aborted } from '../support/aborted.ts';
import { type Clock, sleep } from '../support/clock.ts';
import { Gate } from '../support/gate.ts';
import type { Log } from '../support/log.ts';
import type { Observe } from '../support/observation.ts';
import { Turns } from '../support/turns.ts';
import { type RunnableTrigger, TriggerRunner } from './acting/trigger-runner.ts';
import { claim } from './claim.ts';
import { LogEnd } from './join/log-end.ts';
import type { Lane } from './lane/lane.ts';
import { sumCounts, type TriggerCounts } from './lane/ledger.ts';
import { Notes } from './notes/notes.ts';
import { StartNotes } from './notes/start-notes.ts';
import type { Partition } from './partition.ts';
import type { PartitionContext } from './partition-context.ts';
import { addressesOf } from './reading/addresses-of.ts';
import { Intake } from './reading/intake.ts';
import { Valve } from './reading/valve.ts';
import type { Task } from './tasks.ts';
import { pauseAfterLoss, type Timing } from './timing.ts';

export interface PartitionsOptions {
  readonly bus: EventBus;
  readonly namespace: string;
  readonly worker: string;
  /** How many partitions the worker's work has: 16, set once. */
  readonly count: number;
  /** Who owns what this replica claims: unique to this start of this process. */
  readonly owner: string;
  /** Whether an owner is believed to be at work, so that it will release what is placed elsewhere. */
  readonly isLive?: (owner: string) => boolean;
  /** What the bus's clock shows; that of `clock` by default. */
  readonly busNow?: () => number;
  /** The caller opens and disposes their actions. */
  readonly triggers: readonly RunnableTrigger[];
  readonly tasks: readonly Task[];
  readonly clock: Clock;
  readonly timing: Timing;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
  /** How long a release waits for actions that run; 20 s by default. */
  readonly drainMs?: number;
}

/** The partitions of a worker, as far as this replica has them. Disposing drains and hands over all of them. */
export interface Partitions extends AsyncDisposable {
  /** Claims these, and releases all others. */
  place(indices: Iterable<number>): void;
  /** Whether everything that was placed here is owned, each trigger with its position. */
  readiness(): Readiness;
  /** How full the journals are, from 0 to 1: from 0.4 on intake pauses, until they are less full than 0.35. */
  tellFill(fill: number): void;
  /** The ledger of each trigger, over the partitions that are owned here. */
  counts(): readonly TriggerCounts[];
}

interface Readiness {
  readonly ready: boolean;
  /** Why not, in one sentence. */
  readonly reason?: string;
}

const defaultDrainMs = 20_000;

/** Starts to work on whatever partitions are placed here; none are at first. */
export function startPartitions(options: PartitionsOptions): Partitions {
  const { bus, namespace, worker, count, triggers, log } = options;
  const addresses = addressesOf(triggers.map(({ trigger }) => trigger));
  const end = new LogEnd(options.clock, () => bus.resolve('now', addresses));
  const shared = { ...options, logEnd: () => end.ask(), busClock: toBusClock(options) };
  const runners = triggers.map((trigger) => new TriggerRunner({ ...shared, ...trigger }));
  const valve = new Valve();
  const intake = new Intake({ ...options, valve, runners, addresses });
  const address = { class: 'note', namespace, worker } as const;
  const notes = new Notes({ ...options, valve, address });
  const context: PartitionContext = {
    ...options,
    bus,
    runners,
    addresses,
    intake,
    notes,
    address,
    starts: new StartNotes({ bus, address }),
    turns: new Turns(),
    log: log.with({ namespace, worker }),
  };
  const slots = Array.from({ length: count }, (_, index) => new Slot(context, { namespace, worker, index }, options));
  return {
    place(indices) {
      const placed = new Set(indices);
      for (const [index, slot] of slots.entries()) slot.want(placed.has(index));
    },
    readiness() {
      const missing = slots.flatMap((slot, index) => (slot.wanted && !slot.partition ? [index] : []));
      if (missing.length === 0) return { ready: true };
      return { ready: false, reason: `partitions ${missing.join(', ')} are not owned yet` };
    },
    tellFill(fill) {
      if (!valve.tell(fill)) return;
      options.observe({ kind: 'intake', state: valve.isOpen ? 'open' : 'paused', fill });
      // what lies before a base can be trimmed
      if (!valve.isOpen) for (const { partition } of slots) partition?.compact();
    },
    counts: () => runners.map(({ trigger, lanes }) => sumCounts(trigger.name, lanes.filter(isPresent))),
    async [Symbol.asyncDispose]() {
      valve.open();
      await Promise.all(slots.map((slot) => slot[Symbol.asyncDispose]()));
      for (const one of [intake, notes, ...runners]) one[Symbol.dispose]();
    },
  };
}

function toBusClock({ clock, busNow = () => clock.now() }: PartitionsOptions): Clock {
  return { now: busNow, schedule: (delayMs, run) => clock.schedule(delayMs, run) };
}

function isPresent(lane: Lane | undefined): lane is Lane {
  return lane !== undefined;
}

/** One partition on this replica: claimed while it is wanted here, one thing at a time. */
class Slot implements AsyncDisposable {
  readonly #context: PartitionContext;
  readonly #name: PartitionName;
  readonly #drainMs: number;
  readonly #changed = new Gate();
  readonly #loop: Promise<void>;
  /** Present while it is placed here; aborts once it is placed elsewhere. */
  #placed: AbortController | undefined;
  #disposed = false;
  /** How often in a row it was lost, or could not be claimed. */
  #losses = 0;
  #partition: Partition | undefined;

  constructor(context: PartitionContext, name: PartitionName, { drainMs = defaultDrainMs }: { drainMs?: number }) {
    this.#context = context;
    this.#name = name;
    this.#drainMs = drainMs;
    this.#loop = this.#run();
  }

  get wanted(): boolean {
    return this.#placed !== undefined;
  }

  get partition(): Partition | undefined {
    return this.#partition;
  }

  want(wanted: boolean): void {
    if (wanted === this.wanted || this.#disposed) return;
    this.#placed?.abort(new DOMException('the partition is placed elsewhere', 'AbortError'));
    this.#placed = wanted ? new AbortController() : undefined;
    this.#changed.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.want(false);
    this.#disposed = true;
    this.#changed.open();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#disposed) {
      if (this.#placed) await this.#work(this.#placed.signal);
      else await this.#changed.wait();
    }
  }

  async #work(unwanted: AbortSignal): Promise<void> {
    const { clock, timing, random, log } = this.#context;
    const began = clock.now();
    try {
      const partition = await claim(this.#context, this.#name, unwanted);
      this.#partition = partition;
      await Promise.race([partition.ended, aborted(unwanted)]);
      await partition.release(this.#drainMs);
    } catch (error) {
      if (!unwanted.aborted) log.warn('a partition could not be claimed; it is tried again', { ...this.#name, error });
    }
    this.#partition = undefined;
    if (unwanted.aborted) return;
    this.#losses = clock.now() - began > longMs ? 1 : this.#losses + 1;
    await sleep(clock, pauseAfterLoss(this.#losses, timing, random), unwanted).catch(() => {});
  }
}

/** A partition that was held so long was not fought for. */
const longMs = 30_000;
