import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position, Stored } from '../../event-bus/contract.ts';
import type { Careful } from '../careful.ts';
import type { LaneRoute } from '../moving/lane-route.ts';
import type { Former } from '../moving/route-cell.ts';
import { type LaneCell, toLaneKey } from './lane-cell.ts';
import { type Counts, noCounts } from './ledger.ts';
import { toParkedCell, toParkedKey, type Work } from './parked.ts';
import { type Frontiers, Place } from './place.ts';
import type { Seen } from './seen.ts';
import { type Taken, Watermark } from './watermark.ts';

/** The owned partition that a lane belongs to. */
export interface Home {
  readonly index: number;
  /** It is not ours any more, or about to be given up: what still runs is discarded. */
  readonly closed: boolean;
  /** Nothing new starts; what would wait is parked. */
  readonly draining: boolean;
  /** Present while inputs must be taken one by one. */
  readonly careful: Careful | undefined;
  /** An action of a lane that drains has ended. */
  actionEnded(): void;
  mayAct(): true | Promise<void>;
  /** A lane has something to store, soon. */
  touch(): void;
  put(key: string, value: Json | undefined): void;
  /** A cell as it will be once all that was put is stored. */
  get(key: string): Json | undefined;
  /** How many changes no record holds yet. */
  readonly unstored: number;
  /** Runs it once all that was put until now is stored; never where the partition is lost before. */
  whenStored(run: () => void): void;
}

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
  #parked = 0;
  /** The cells of those that were put back and are pending. */
  readonly #redriven = new Set<string>();
  #dirty = false;
  #storedPosition: Position | undefined;
  /** What a former owner finished behind its watermark, and this one has not come across. */
  readonly #done: Set<string>;
  readonly #watermark = new Watermark<LaneWork>();
  /** What the former owner may have died of: the oldest that it left, and what it parked untried. */
  readonly #suspects = new Set<string>();
  #hasTaken = false;

  constructor({ trigger, home, frontiers, cell, position, suspended, seen, route }: LaneOptions) {
    this.trigger = trigger;
    this.home = home;
    this.place = new Place(frontiers, position);
    this.counts = { ...noCounts, ...cell.counts };
    this.suspended = suspended;
    this.seen = seen;
    this.route = route;
    this.#apart = cell.apart ?? false;
    this.#storedPosition = cell.position;
    this.#done = new Set(cell.done);
  }

  /** Taken and not yet settled. */
  get pending(): number {
    return this.#watermark.unfinished + this.#parked + this.#held;
  }

  /** How many of them have a cell of their own. */
  get parked(): number {
    return this.#parked;
  }

  /** Actions under way. */
  get acting(): number {
    return this.#acting;
  }

  /** Whether something that the former owner may have died of has not been survived yet. */
  get isStuck(): boolean {
    return !this.suspended && this.#suspects.size > 0;
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
    return this.#watermark.heldUp > maxDone ? this.#watermark.oldest : undefined;
  }

  /** Whether a message is behind it. One that a former owner finished is passed. */
  passes(stored: Stored): boolean {
    if (this.place.knows(stored.offset)) return true;
    if (this.#done.size === 0 || !this.#done.has(stored.offset)) return false;
    this.#pass(stored);
    return true;
  }

  /** Takes what needs no action. */
  takeEnded(stored: Stored, as: 'filtered' | 'duplicate'): void {
    this.counts.accepted++;
    this.counts[as]++;
    this.#pass(stored);
    this.#change();
  }

  /** Takes what is stored in cells before anything is done about it; so many dependencies take it. */
  takeHeld(stored: Stored, units = 1): void {
    this.counts.accepted += units;
    this.hold(units);
    this.#pass(stored);
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
    this.#hold(work);
    this.home.put(toParkedKey(this.trigger, work), toParkedCell(work));
    this.#change();
  }

  /** Takes what has to be worked on; `settle` or `park` ends that. */
  take(stored: Stored, work: LaneWork): void {
    this.counts.accepted++;
    work.before = this.place.position;
    if (!this.#hasTaken) this.#suspects.add(toParkedKey(this.trigger, work));
    this.#hasTaken = true;
    this.#watermark.add(work);
    this.place.took(stored);
  }

  /** Takes up what an owner parked; it was counted as accepted then. */
  takeParked(work: Pick<Work, 'offset' | 'redriven' | 'joined' | 'attempts'>): void {
    if (work.attempts === 0) this.#suspects.add(toParkedKey(this.trigger, work));
    this.#hold(work);
  }

  /** Takes an event that was given up and is put back, and stores it; it is accepted once more. False where it has it. */
  takeRedriven(work: Work): boolean {
    if (this.#redriven.has(toParkedKey(this.trigger, work))) return false;
    this.counts.accepted++;
    this.#hold(work);
    this.home.put(toParkedKey(this.trigger, work), toParkedCell(work));
    this.#change();
    return true;
  }

  /** An attempt at it has ended, and the worker lives. */
  survive(work: LaneWork): void {
    if (this.#suspects.size > 0) this.#suspects.delete(toParkedKey(this.trigger, work));
  }

  /** Lets one that was put back wait for others, for so many dependencies. */
  rejoin(work: LaneWork, units: number): void {
    this.#parked--;
    this.survive(work);
    this.#redriven.delete(toParkedKey(this.trigger, work));
    this.home.put(toParkedKey(this.trigger, work), undefined);
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
    if (work.parked) {
      this.#parked--;
      if (work.redriven) this.#redriven.delete(toParkedKey(this.trigger, work));
      this.home.put(toParkedKey(this.trigger, work), undefined);
    } else this.#finish(work);
    this.#change();
  }

  /** Stores an execution in a cell of its own, where it holds up nothing. */
  park(work: LaneWork): void {
    this.home.put(toParkedKey(this.trigger, work), toParkedCell(work));
    if (!work.parked) {
      work.parked = true;
      this.#parked++;
      this.#finish(work);
    }
    this.#change();
  }

  /** All partitions follow its route: it begins behind what they all have handled. */
  begin(known: readonly Former[]): void {
    this.#moveTo(this.route.begin(known));
  }

  /** The log behind it is lost: it goes on from here. */
  rebase(position: Position): void {
    this.#moveTo(position);
    this.route.rebase(position);
  }

  /** Adds its cell to a record, where it has changed. With the partition's new frontier, positions are set by that. */
  collect(changes: Map<string, Json | undefined>, frontier?: Position): void {
    const position = this.#watermark.oldest?.before ?? this.place.position;
    const explicit = position === frontier && !this.#apart ? undefined : position;
    if (!this.#dirty && (frontier === undefined || explicit === this.#storedPosition)) return;
    this.#done.forEach((offset) => {
      if (this.place.covers(offset)) this.#done.delete(offset);
    });
    this.#dirty = false;
    this.#storedPosition = explicit;
    const done = [...this.#watermark.done(), ...this.#done];
    const cell: LaneCell = {
      // what is unfinished will be taken again after a crash, and counted then
      counts: { ...this.counts, accepted: this.counts.accepted - this.#watermark.unfinished },
      ...(explicit !== undefined && { position: explicit }),
      ...(done.length > 0 && { done }),
      ...(this.#apart && { apart: true }),
    };
    changes.set(toLaneKey(this.trigger), cell as unknown as Json);
    this.seen?.collect(changes);
    this.route.passed(position);
  }

  #moveTo(position: Position): void {
    this.place.moveTo(position);
    this.#watermark.rebase(position);
    this.#done.clear();
    this.#change();
  }

  #hold(work: Pick<Work, 'offset' | 'redriven' | 'joined'>): void {
    this.#parked++;
    if (work.redriven) this.#redriven.add(toParkedKey(this.trigger, work));
  }

  #pass(stored: Stored): void {
    const { position, ahead } = this.place;
    if (ahead) this.#done.add(stored.offset);
    else this.#watermark.addFinished(stored.offset, position);
    this.place.took(stored);
  }

  #finish(work: LaneWork): void {
    this.#watermark.finish(work);
    if (this.place.ahead) this.#done.add(work.offset);
  }

  #change(): void {
    this.#dirty = true;
    this.home.touch();
  }
}

/** How many finished events one that is unfinished may hold up before it is parked. */
const maxDone = 256;
