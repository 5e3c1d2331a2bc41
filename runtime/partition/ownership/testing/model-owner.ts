import type { Json } from '../../../../model/json.ts';
import type { Clock } from '../../../support/clock.ts';
import { noLog } from '../../../support/log.ts';
import type { Timing } from '../../timing.ts';
import { claimPartition } from '../claim-partition.ts';
import type { OwnedPartition } from '../owned-partition.ts';
import { ModelJournal, type ModelLog } from './model-journal.ts';

/** What an owner did, as far as it concerns others. */
export type Deed =
  | { readonly kind: 'owned'; readonly owner: string; readonly epoch: number }
  | {
      readonly kind: 'acted';
      readonly owner: string;
      readonly epoch: number;
      readonly action: number;
      readonly at: number;
    }
  | { readonly kind: 'committed'; readonly owner: string; readonly epoch: number; readonly next: number };

export interface ModelOwnerOptions {
  readonly name: string;
  readonly log: ModelLog;
  readonly timing: Timing;
  /** How many actions there are to do; which is next is a cell. */
  readonly actions: number;
  readonly bases: boolean;
  readonly did: (deed: Deed) => void;
}

const maxEntryBytes = 4_000;
/** As large as a share of a base. */
const ballast = ['ballast', 'x'.repeat(maxEntryBytes / 4)] as const;

/** A process that claims the partition and does the actions that are left: with the code that runs in production. */
export class ModelOwner implements Clock {
  readonly name: string;
  readonly journal: ModelJournal;
  readonly #options: ModelOwnerOptions;
  readonly #gone = new AbortController();
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  #owned: OwnedPartition | undefined;
  #history = '';
  alive = true;
  #stopping = false;
  #timely = true;
  #told = false;

  constructor(options: ModelOwnerOptions) {
    this.name = options.name;
    this.#options = options;
    this.journal = new ModelJournal(options.name, options.log);
    this.#work()
      .catch(() => {})
      .finally(() => {
        this.alive = false;
        this.#gone.abort();
      });
  }

  now(): number {
    return this.#options.log.now();
  }

  schedule(delayMs: number, run: () => void): Disposable {
    const timer = { at: this.now() + delayMs, run };
    this.#timers.push(timer);
    return {
      [Symbol.dispose]: () => {
        this.#timers = this.#timers.filter((t) => t !== timer);
      },
    };
  }

  steps(trouble: { readonly faults: boolean; readonly crashes: boolean; readonly stops: boolean }): string[] {
    const { name, journal, alive } = this;
    const steps = journal.stores();
    if (!alive) return steps;
    if (this.#timely ? journal.hasNews({ last: false }) : this.#told) steps.push(`read ${name}`);
    if (!this.#timely) return steps;
    steps.push(...journal.answers(trouble.faults));
    if (this.#timers.some(({ at }) => at <= this.now())) steps.push(`wake ${name}`);
    if (trouble.crashes) steps.push(`crash ${name}`);
    if (trouble.stops && this.#owned && !this.#stopping) steps.push(`stop ${name}`);
    return steps;
  }

  /**
   * A step was taken. All but storing concerns nobody else, so it is tried only right after what made it possible, or
   * after the clock has moved on: in between, what others do makes no difference to it, nor it to them.
   */
  notice(step: string, own: boolean): void {
    const stored = step.startsWith('store');
    this.#timely = own || step === 'tick' || (this.#timely && !stored);
    this.#told = !this.#timely && (stored ? this.journal.hasNews({ last: true }) : this.#told);
  }

  take(kind: string, name: string): void {
    if (kind !== 'store') this.#history += `${this.now()} ${this.journal.observe(kind, name)};`;
    if (kind === 'crash') this.alive = false;
    else if (kind === 'stop') this.#stop();
    else if (kind === 'wake') this.#wake();
    else this.journal.take(kind, name);
  }

  /** What it has seen, on which alone all that it does depends, and what of it is under way; of the dead, only that. */
  state(): string {
    return this.alive
      ? `${this.#history}${this.#timely}${this.#told}|${this.journal.state()}`
      : this.journal.onItsWay();
  }

  #wake(): void {
    const due = this.#timers.filter(({ at }) => at <= this.now());
    this.#timers = this.#timers.filter(({ at }) => at > this.now());
    for (const { run } of due) run();
  }

  #stop(): void {
    this.#stopping = true;
    this.#owned?.release().catch(() => {});
  }

  async #work(): Promise<void> {
    const { log, timing, actions, bases, did } = this.#options;
    const { name: owner, journal } = this;
    const { appends } = log;
    const signal = this.#gone.signal;
    const owned = await claimPartition({
      journal,
      maxEntryBytes,
      appends,
      owner,
      clock: this,
      timing,
      signal,
      log: noLog,
    });
    const { epoch } = owned;
    this.#owned = owned;
    did({ kind: 'owned', owner, epoch });
    for (let next = toNext(owned); next <= actions; next = toNext(owned)) {
      const may = owned.mayAct();
      if (may !== true) await may;
      did({ kind: 'acted', owner, epoch, action: next, at: this.now() });
      await owned.commit(new Map<string, Json>([...(bases ? [ballast] : []), ['next', next + 1]]));
      if (bases && next === 1) owned.compact();
      did({ kind: 'committed', owner, epoch, next: next + 1 });
    }
    await owned.release();
  }
}

/** The action that is next: all before it are done. */
export function toNext({ cells }: Pick<OwnedPartition, 'cells'>): number {
  return (cells.get('next') as number | undefined) ?? 1;
}
