import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position, Stored } from '../../event-bus/contract.ts';
import type { LaneRoute } from '../moving/lane-route.ts';
import type { Former } from '../moving/route-cell.ts';
import type { Work } from '../work/work.ts';
import type { Home } from './home.ts';
import { type LaneCell, toLaneKey } from './lane-cell.ts';
import { type Counts, noCounts } from './ledger.ts';
import { type Frontiers, Place } from './place.ts';
import { Progress } from './progress.ts';
import type { Seen } from './seen.ts';
import { StoredWorks } from './stored-works.ts';
import { Suspects } from './suspects.ts';
import type { Taken } from './watermark.ts';

/** An execution that a lane is busy with. */
export interface LaneWork extends Work, Taken {
  /** It has a cell of its own, and the watermark does not wait for it. */
  parked: boolean;
}

export interface LaneOptions {
  readonly trigger: TriggerName;
  readonly home: Home;
  readonly frontiers: Frontiers;
  readonly cell: LaneCell;
  /** The partition's, where the cell names none. */
  readonly position: Position;
  readonly suspended: boolean;
  /** What it has seen, where it passes over repeats. */
  readonly seen: Seen | undefined;
  readonly route: LaneRoute;
}

/** The part of a trigger's events that falls into one partition: how far it is, what is under way, and the exact counts. */
export class Lane {
  readonly trigger: TriggerName;
  readonly home: Home;
  readonly place: Place;
  readonly counts: Counts;
  readonly seen: Seen | undefined;
  readonly route: LaneRoute;
  suspended: boolean;
  #acting = 0;
  /** Events that wait for others, each counted for every dependency that took it. */
  #held = 0;
  #apart: boolean;
  readonly #parked: StoredWorks;
  #dirty = false;
  #storedPosition: Position | undefined;
  readonly #progress: Progress<LaneWork>;
  readonly #suspects: Suspects;

  constructor({ trigger, home, frontiers, cell, position, suspended, seen, route }: LaneOptions) {
    this.trigger = trigger;
    this.home = home;
    this.place = new Place(frontiers, position);
    this.counts = { ...noCounts, ...cell.counts };
    this.suspended = suspended;
    this.seen = seen;
    this.route = route;
    this.#parked = new StoredWorks(trigger, home);
    this.#suspects = new Suspects(trigger);
    this.#apart = cell.apart ?? false;
    this.#storedPosition = cell.position;
    this.#progress = new Progress(this.place, cell.done);
  }

  /** Taken and not yet settled. */
  get pending(): number {
    return this.#progress.unfinished + this.#parked.size + this.#held;
  }

  /** How many of them have a cell of their own. */
  get parked(): number {
    return this.#parked.size;
  }

  /** Actions under way. */
  get acting(): number {
    return this.#acting;
  }

  /** Whether something that the former owner may have died of has not been survived yet. */
  get isStuck(): boolean {
    return !this.suspended && !this.#suspects.areSurvived;
  }

  /** Nobody reads for it. */
  get standsStill(): boolean {
    return this.suspended || this.route.waits;
  }

  /** It reads on its own, far behind or held up. */
  get apart(): boolean {
    return this.#apart;
  }

  set apart(apart: boolean) {
    if (apart !== this.#apart) this.#change();
    this.#apart = apart;
  }

  /** What holds up the watermark, where it holds up more than a record should carry. */
  get blocker(): LaneWork | undefined {
    return this.#progress.blocker;
  }

  /** Whether a message is behind it. One that a former owner finished is passed. */
  passes(stored: Stored): boolean {
    return this.#progress.passes(stored);
  }

  /** Takes what needs no action. */
  takeEnded(stored: Stored, as: 'filtered' | 'duplicate'): void {
    this.counts.accepted++;
    this.counts[as]++;
    this.#progress.pass(stored);
    this.#change();
  }

  /** Takes what is stored in cells before anything is done about it; so many dependencies take it. */
  takeHeld(stored: Stored, units = 1): void {
    this.counts.accepted += units;
    this.hold(units);
    this.#progress.pass(stored);
    this.#change();
  }

  /** Takes up what an owner held; it was counted as accepted then. */
  hold(units: number): void {
    this.#held += units;
  }

  /** One that was held fires nothing. */
  release(as: 'filtered' | 'superseded' | 'duplicate' | 'expired' | 'reset'): void {
    this.#held--;
    this.counts[as]++;
    this.#change();
  }

  /** Makes an execution of so many that were held, and stores it. */
  fire(work: LaneWork, units: number): void {
    this.#held -= units;
    this.counts.joined += units - 1;
    this.#parked.add(work);
    this.#parked.store(work);
    this.#change();
  }

  /** Takes what has to be worked on; `settle` or `park` ends that. */
  take(stored: Stored, work: LaneWork): void {
    this.counts.accepted++;
    this.#suspects.addTaken(work);
    this.#progress.take(stored, work);
  }

  /** Takes up what an owner parked; it was counted as accepted then. */
  takeParked(work: Pick<Work, 'offset' | 'redriven' | 'joined' | 'attempts'>): void {
    this.#suspects.addParked(work);
    this.#parked.add(work);
  }

  /** Takes an event that was given up and is redriven, and stores it; it is accepted once more. False where it has it. */
  takeRedriven(work: Work): boolean {
    if (this.#parked.has(work)) return false;
    this.counts.accepted++;
    this.#parked.add(work);
    this.#parked.store(work);
    this.#change();
    return true;
  }

  /** An attempt at it has ended, and the worker lives. */
  survive(work: LaneWork): void {
    this.#suspects.survive(work);
  }

  /** Lets one that was redriven wait for others, for so many dependencies. */
  rejoin(work: LaneWork, units: number): void {
    this.survive(work);
    this.#parked.remove(work);
    this.counts.accepted += units - 1;
    this.hold(units);
    this.#change();
  }

  actionStarted(): void {
    this.#acting++;
  }

  actionEnded(): void {
    this.#acting--;
    if (this.home.draining) this.home.actionEnded();
  }

  settle(work: LaneWork, as: 'fired' | 'filtered' | 'deadLettered'): void {
    this.counts[as]++;
    this.survive(work);
    if (work.parked) this.#parked.remove(work);
    else this.#progress.finish(work);
    this.#change();
  }

  /** Stores an execution in a cell of its own, where it holds up nothing. */
  park(work: LaneWork): void {
    this.#parked.store(work);
    if (!work.parked) {
      work.parked = true;
      this.#parked.add(work);
      this.#progress.finish(work);
    }
    this.#change();
  }

  /** All partitions follow its route: it begins behind what they all have handled. */
  begin(known: readonly Former[]): void {
    this.#moveTo(this.route.begin(known));
  }

  /** The log behind it is lost: it goes on from here. */
  goOnFrom(position: Position): void {
    this.#moveTo(position);
    this.route.logLost(position);
  }

  /** Adds its cell to a record, where it has changed. With the partition's new frontier, positions are set by that. */
  collect(changes: Map<string, Json | undefined>, frontier?: Position): void {
    const { position, unfinished } = this.#progress;
    const explicit = position === frontier && !this.#apart ? undefined : position;
    if (!this.#dirty && (frontier === undefined || explicit === this.#storedPosition)) return;
    this.#dirty = false;
    this.#storedPosition = explicit;
    const done = this.#progress.done();
    const cell: LaneCell = {
      // what is unfinished will be taken again after a crash, and counted then
      counts: { ...this.counts, accepted: this.counts.accepted - unfinished },
      ...(explicit !== undefined && { position: explicit }),
      ...(done.length > 0 && { done }),
      ...(this.#apart && { apart: true }),
    };
    changes.set(toLaneKey(this.trigger), cell as unknown as Json);
    this.seen?.collect(changes);
    this.route.passed(position);
  }

  #moveTo(position: Position): void {
    this.#progress.moveTo(position);
    this.#change();
  }

  #change(): void {
    this.#dirty = true;
    this.home.touch();
  }
}
