import type { BusPromises } from '../../../event-bus/contract.ts';
import { decodePart } from '../../journal/record.ts';
import { defaultTiming, type Timing } from '../../timing.ts';
import { checkDeeds } from './check-deeds.ts';
import type { Run } from './explore.ts';
import type { ModelEntry, ModelLog } from './model-journal.ts';
import { type Deed, ModelOwner } from './model-owner.ts';

/** What may happen, and how often; freezes are free: everything may be late, by as much as time goes on. */
export interface Scope {
  readonly appends: BusPromises['appends'];
  readonly actions: number;
  /** How often the clock moves on, by a second. */
  readonly ticks: number;
  /** Who claims, each at any time. */
  readonly owners: readonly string[];
  /** Answers that get lost, whether what they answer is stored before, after, or never. */
  readonly faults: number;
  readonly crashes: number;
  /** Owners that are told to release. */
  readonly stops: number;
  /** Owners write a base behind their first action, in shares between which they go on. */
  readonly bases?: boolean;
}

const tickMs = 1_000;
/** As short as the rules allow: who claims acts a tick later, and the former owner no longer does. Answers are lost, not late. */
const timing: Timing = {
  ...defaultTiming,
  actWithinMs: tickMs,
  successorWaitMs: tickMs,
  settleMs: 1_000 * tickMs,
  retryMs: 0,
};

const noTrouble = { faults: false, crashes: false, stops: false };

/** Owners that contend for one partition. */
export class Model implements Run, ModelLog {
  readonly appends: BusPromises['appends'];
  readonly entries: ModelEntry[];
  readonly #scope: Scope;
  readonly #owners: ModelOwner[] = [];
  readonly #deeds: Deed[] = [];
  /** What next owners did, by the log that they found. */
  readonly #heirs: Map<string, Promise<readonly number[]>>;
  readonly #left: { ticks: number; faults: number; crashes: number; stops: number };

  constructor(scope: Scope, heirs: Map<string, Promise<readonly number[]>>, found: readonly ModelEntry[] = []) {
    this.#scope = scope;
    this.#heirs = heirs;
    this.entries = [...found];
    this.appends = scope.appends;
    this.#left = { ...scope };
    this.#start();
  }

  now(): number {
    return (this.#scope.ticks - this.#left.ticks) * tickMs;
  }

  steps(): readonly string[] {
    const { ticks, faults, crashes, stops } = this.#left;
    const trouble = { faults: faults > 0, crashes: crashes > 0, stops: stops > 0 };
    // the two that contend are alike, so trouble may as well befall the first
    const moves = this.#owners.flatMap((owner, i) => owner.steps(i === 0 ? trouble : noTrouble));
    const ticking = ticks > 0 && this.#owners.some(({ alive }) => alive);
    return ticking ? [...moves, 'tick'] : moves;
  }

  async take(step: string): Promise<void> {
    const [kind = '', name = ''] = step.split(' ');
    const budget = ({ tick: 'ticks', lose: 'faults', crash: 'crashes', stop: 'stops' } as const)[kind];
    if (budget) this.#left[budget]--;
    const owner = this.#owners.find((one) => name.startsWith(one.name));
    owner?.take(kind, name);
    for (const one of this.#owners) one.notice(step, one === owner);
    await new Promise((resolve) => setImmediate(resolve));
    this.#start();
  }

  /** Two contend; another follows once one of them is gone. How late it is, its first reading decides. */
  #start(): void {
    const { actions, owners, bases = false } = this.#scope;
    const did = (deed: Deed) => this.#deeds.push(deed);
    while (this.#owners.length < owners.length && this.#owners.filter(({ alive }) => alive).length < 2) {
      const name = owners[this.#owners.length] as string;
      this.#owners.push(new ModelOwner({ name, log: this, timing, actions, bases, did }));
    }
  }

  state(): string {
    const log = this.entries.map(({ name }) => name).join();
    const deeds = new Set(this.#deeds.map((deed) => JSON.stringify(deed)));
    const owners = this.#owners.map((owner) => owner.state());
    return [JSON.stringify(this.#left), log, [...deeds].sort().join(), ...owners].join('\n');
  }

  async check(ended: boolean): Promise<void> {
    checkDeeds({ deeds: this.#deeds, entries: this.entries, successorWaitMs: timing.successorWaitMs });
    if (ended) await this.#checkHeir();
  }

  /** Whoever comes next finishes what is left; then nothing is missing. */
  async #checkHeir(): Promise<void> {
    const { actions } = this.#scope;
    const acted = this.#deeds.filter((deed) => deed.kind === 'acted').map(({ action }) => action);
    const left = await this.#inherit();
    const missing = Array.from({ length: actions }, (_, i) => i + 1).filter(
      (action) => ![...acted, ...left].includes(action),
    );
    if (missing.length > 0) throw new Error(`action ${missing} was never done`);
  }

  /** The actions that the next owner does. */
  #inherit(): Promise<readonly number[]> {
    const log = this.entries.map(({ bytes }) => tellNameless(bytes)).join('\n');
    const known = this.#heirs.get(log) ?? this.#runHeir();
    this.#heirs.set(log, known);
    return known;
  }

  async #runHeir(): Promise<readonly number[]> {
    const quiet = { ...this.#scope, owners: ['z'], ticks: 20, faults: 0, crashes: 0, stops: 0 };
    const model = new Model(quiet, this.#heirs, this.entries);
    for (let step = model.steps()[0]; step; step = model.steps()[0]) await model.take(step);
    const done = model.#deeds.filter((deed) => deed.kind === 'acted').map(({ action }) => action);
    return model.#deeds.at(-1)?.kind === 'owned' || model.#deeds.at(-1)?.kind === 'committed' ? done : [];
  }
}

/** A record without its id, which is another in each run. */
function tellNameless(bytes: Uint8Array): string {
  const { head, body } = decodePart(bytes);
  return `${JSON.stringify({ ...head, id: '' })}${Buffer.from(body)}`;
}
