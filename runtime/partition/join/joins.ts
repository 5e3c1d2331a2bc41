import type { EventAddress } from '../../../model/event/address.ts';
import type { Json } from '../../../model/json.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compile-sensor.ts';
import type { Taker } from '../../sensor/join/admit.ts';
import {
  arrive,
  close,
  type Ended,
  type Generation,
  type Held,
  reconsider,
  type Transition,
} from '../../sensor/join/generation.ts';
import type { Clock } from '../../support/clock.ts';
import type { EventRef, Observe } from '../../support/observation.ts';
import { type HeldEvent, type PackedEvent, packEvent, unpackEvent } from '../lane/joined.ts';
import type { Lane } from '../lane/lane.ts';
import type { Work } from '../lane/parked.ts';
import { cellsOf, type Heads, type Item, readHeads, toBytes } from './heads.ts';
import { type HeldCell, mark, readHeldCell, toHeldPrefix, toKeyPath } from './held-cell.ts';
import { toFiring, toHopeless } from './to-work.ts';

export interface JoinsOptions {
  readonly trigger: CompiledTrigger;
  readonly lane: Lane;
  readonly cells: ReadonlyMap<string, Json>;
  readonly clock: Clock;
  readonly observe: Observe;
  /** How much a dead letter can carry. */
  readonly maxHeldBytes: number;
  /** Stores and starts an execution of so many that were held; or gives it up, where it says why. */
  readonly start: (work: Work, units: number) => void;
}

/** What the bus stored just now may be read a little later. */
const graceMs = 100;
/** How often it is asked whether the end of the log has been reached. */
const pollMs = 200;
/** So many generations are ended at once, and further ones in a turn of their own. */
const manyAtOnce = 1_000;
const fewAtOnce = 16;

/** The events of a trigger that wait for others, in one partition. Its time is the log's: when events were stored. */
export class Joins implements Disposable {
  readonly #options: JoinsOptions;
  readonly #prefix: string;
  readonly #heads: Heads;
  #newcomer: { readonly item: Item; readonly held: HeldEvent; readonly packed: PackedEvent } | undefined;
  #timer: { readonly at: number; readonly handle: Disposable } | undefined;
  #disposed = false;

  constructor(options: JoinsOptions) {
    const { trigger, cells, lane } = options;
    this.#options = options;
    this.#prefix = toHeldPrefix(trigger.name);
    this.#heads = readHeads(cells, trigger.name);
    for (const { held } of this.#heads.values()) lane.hold(countOf(held));
  }

  /** Decides what a former owner held, whose rules may have been others. */
  begin(): void {
    const { rules } = this.#options.trigger.join;
    for (const [path, generation] of [...this.#heads]) {
      const known = Object.fromEntries(Object.entries(generation.held).filter(([name]) => name in rules.collects));
      if (Object.keys(known).length < Object.keys(generation.held).length) this.#forsake(path, generation, known);
      const now = this.#heads.get(path);
      if (now) this.#apply(path, now, reconsider(rules, now));
    }
    this.#arm();
  }

  /** Takes an event that is counted as held, for those that let it pass. */
  take({ offset, event, storedAt }: Stored, address: EventAddress, takers: readonly Taker[]): void {
    const held = { offset, address, event, storedAt };
    const packed = packEvent(held);
    this.#newcomer = { held, packed, item: { offset, bytes: toBytes(packed) } };
    for (const taker of takers) this.#arrive(taker, storedAt);
    this.#newcomer = undefined;
    this.#sweep(storedAt, fewAtOnce);
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#timer?.handle[Symbol.dispose]();
  }

  #arrive({ key, dependencies }: Taker, at: number): void {
    const { trigger, maxHeldBytes } = this.#options;
    const { rules, route, window } = trigger.join;
    const path = toKeyPath({ route, key });
    this.#endWhatIsOver(path, at);
    const { item } = this.#newcomer as { item: Item };
    const generation = this.#heads.get(path);
    const bytes = generation ? bytesOf(generation.held) + item.bytes : item.bytes;
    if (bytes > maxHeldBytes && generation) {
      const reason = `with what waits for it, it would be larger than a dead letter can be (${maxHeldBytes} bytes)`;
      this.#giveUp(
        dependencies.map((dependency) => ({ dependency, held: this.#eventOf(path, dependency, item) })),
        reason,
      );
      return;
    }
    this.#apply(path, generation, arrive(rules, generation, { dependencies, item, at }));
    const [oldest] = this.#heads;
    if (oldest && window && this.#heads.size > window.maxOpen) {
      this.#close(...oldest, `more than ${window.maxOpen} keys were open`);
    }
  }

  /** Ends a generation at a moment, where its window or a reset did so before. */
  #endWhatIsOver(path: string, at: number): void {
    const generation = this.#heads.get(path);
    if (!generation) return;
    const dueAt = this.#dueAt(path, generation);
    const { last } = this.#options.trigger.join.resets(at);
    if (generation.openedAt < last && last <= dueAt) this.#reset(path, generation, last);
    else if (dueAt <= at) this.#close(path, generation);
  }

  #sweep(at: number, most: number): void {
    let left = most;
    for (const [path, generation] of this.#heads) {
      if (left-- === 0 || !this.#isOver(path, generation, at)) return;
      this.#endWhatIsOver(path, at);
    }
  }

  #isOver(path: string, generation: Generation<Item>, at: number): boolean {
    return this.#dueAt(path, generation) <= at || generation.openedAt < this.#options.trigger.join.resets(at).last;
  }

  #dueAt(path: string, { openedAt }: Generation<Item>): number {
    const { window, route } = this.#options.trigger.join;
    if (window) return openedAt + window.withinMs;
    // keys are not asked for any more, and nothing will meet what had one
    return path.startsWith(`${route}/`) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  #close(path: string, generation: Generation<Item>, why?: string): void {
    this.#apply(path, generation, close(this.#options.trigger.join.rules, generation), why);
  }

  #reset(path: string, generation: Generation<Item>, tick: number): void {
    const { lane, observe } = this.#options;
    const all = this.#readAll(path, generation.held);
    this.#replace(path, generation, undefined);
    for (const { dependency, held } of all) {
      lane.release('reset');
      observe({ kind: 'reset', tick, ...this.#subject(dependency, held) });
    }
  }

  /** Dependencies that are gone from the condition. */
  #forsake(path: string, generation: Generation<Item>, known: Held<Item>): void {
    const gone = Object.fromEntries(Object.entries(generation.held).filter(([name]) => !(name in known)));
    const all = this.#readAll(path, gone);
    this.#replace(path, generation, Object.keys(known).length > 0 ? { ...generation, held: known } : undefined);
    this.#giveUp(all, 'its dependency is gone from the condition');
  }

  #apply(
    path: string,
    before: Generation<Item> | undefined,
    { generation, fires, ended }: Transition<Item>,
    why?: string,
  ) {
    const fates = ended.map((fate) => ({
      ...fate,
      held: this.#eventOf(path, fate.dependency, fate.item),
      by: fate.by && this.#eventOf(path, fate.dependency, fate.by),
    }));
    const firing = fires && mapHeld(fires, (item, dependency) => this.#eventOf(path, dependency, item));
    this.#replace(path, before, generation);
    const unmet = fates.filter(({ as }) => as === 'unmet');
    for (const fate of fates) if (fate.as !== 'unmet') this.#tell(fate);
    if (unmet.length > 0) this.#endUnmet(unmet, why);
    if (firing) this.#fire(path, firing);
  }

  #tell({ as, dependency, held, by }: Pick<Ended<Item>, 'as' | 'dependency'> & Told): void {
    const { lane, observe } = this.#options;
    const subject = this.#subject(dependency, held);
    if (as === 'superseded') {
      lane.release('superseded');
      observe({ kind: 'superseded', by: toRef(by as HeldEvent), ...subject });
    } else {
      lane.release('filtered');
      observe({ kind: 'filtered', by: 'condition', ...subject });
    }
  }

  #endUnmet(unmet: readonly Waiting[], why: string | undefined): void {
    const { trigger, lane, observe } = this.#options;
    const { window, rules } = trigger.join;
    if (window?.onTimeout !== 'drop') {
      const arrived = new Set(unmet.map(({ dependency }) => dependency));
      const missing = Object.keys(rules.collects).filter((name) => !arrived.has(name));
      this.#giveUp(unmet, why ?? `it waited ${window?.within ?? ''} for ${missing.join(', ')}`);
      return;
    }
    for (const { dependency, held } of unmet) {
      lane.release('expired');
      observe({ kind: 'expired', ...this.#subject(dependency, held) });
    }
  }

  /** Of an event that several dependencies held there is one letter. */
  #giveUp(all: readonly Waiting[], reason: string): void {
    const { lane, observe, start } = this.#options;
    const told = new Set<string>();
    for (const { dependency, held } of all) {
      if (told.has(held.offset)) {
        lane.release('expired');
        observe({ kind: 'expired', ...this.#subject(dependency, held) });
      } else start(toHopeless(held, reason), 1);
      told.add(held.offset);
    }
  }

  #fire(path: string, events: Readonly<Record<string, readonly HeldEvent[]>>): void {
    const { trigger, observe, start } = this.#options;
    const key = decodeURIComponent(path.slice(path.indexOf('/') + 1));
    const { work, last } = toFiring(trigger, { key, events });
    const entries = Object.entries(events).flatMap(([dependency, list]) => list.map((held) => ({ dependency, held })));
    for (const { dependency, held } of entries) {
      if (held === last) continue;
      observe({ kind: 'joined', executionId: work.joined?.executionId ?? '', ...this.#subject(dependency, held) });
    }
    start(work, entries.length);
  }

  #replace(path: string, before: Generation<Item> | undefined, after: Generation<Item> | undefined): void {
    const { home } = this.#options.lane;
    const kept = new Set(after && cellsOf(path, after));
    for (const cell of before ? cellsOf(path, before) : []) {
      if (!kept.delete(cell)) home.put(`${this.#prefix}${cell}`, undefined);
    }
    for (const cell of kept) home.put(`${this.#prefix}${cell}`, this.#toCell(cell, after as Generation<Item>));
    if (after) this.#heads.set(path, after);
    else this.#heads.delete(path);
  }

  #toCell(cell: string, { openedAt }: Generation<Item>): Json {
    const made: HeldCell = cell.endsWith(`/${mark}`) ? { openedAt } : { ...this.#newcomer?.packed, openedAt };
    return made as unknown as Json;
  }

  #eventOf(path: string, dependency: string, item: Item): HeldEvent {
    if (item === this.#newcomer?.item) return this.#newcomer.held;
    const { home } = this.#options.lane;
    return unpackEvent(
      readHeldCell(home.get(`${this.#prefix}${path}/${dependency}/${item.offset}`)) as PackedEvent & HeldCell,
    );
  }

  #readAll(path: string, held: Held<Item>): Waiting[] {
    return Object.entries(held).flatMap(([dependency, items]) =>
      items.map((item) => ({ dependency, held: this.#eventOf(path, dependency, item) })),
    );
  }

  #subject(dependency: string, { address, event, storedAt, offset }: HeldEvent) {
    return { trigger: this.#options.trigger.name, dependency, address, event, storedAt, offset };
  }

  #arm(delayMs?: number): void {
    const { clock, trigger } = this.#options;
    const [oldest] = this.#heads;
    if (!oldest || this.#disposed) return;
    const now = clock.now();
    const dueAt = Math.min(this.#dueAt(...oldest), trigger.join.resets(now).next);
    const overdue = this.#isOver(...oldest, now) ? now : dueAt;
    const at = delayMs === undefined ? overdue + graceMs : now + delayMs;
    if (at === Number.POSITIVE_INFINITY || (this.#timer && this.#timer.at <= at)) return;
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = { at, handle: clock.schedule(Math.max(0, at - now), () => this.#tick()) };
  }

  /** Time passes without an arrival: it does once all that was stored before has been read, and the bus is there. */
  #tick(): void {
    this.#timer = undefined;
    const { lane } = this.#options;
    const may = lane.place.atEnd ? lane.home.mayAct() : undefined;
    if (may === undefined) this.#arm(pollMs);
    else if (may === true) this.#pass();
    else may.then(() => this.#pass()).catch(() => {});
  }

  #pass(): void {
    const { lane, clock } = this.#options;
    if (this.#disposed) return;
    if (lane.place.atEnd) this.#sweep(clock.now() - graceMs, manyAtOnce);
    this.#arm(lane.place.atEnd ? undefined : pollMs);
  }
}

interface Waiting {
  readonly dependency: string;
  readonly held: HeldEvent;
}

interface Told extends Waiting {
  readonly by: HeldEvent | undefined;
}

function toRef({ event: { source, id }, offset }: HeldEvent): EventRef {
  return { source, id, offset };
}

function countOf(held: Held<Item>): number {
  return Object.values(held).reduce((sum, items) => sum + items.length, 0);
}

function bytesOf(held: Held<Item>): number {
  let bytes = 0;
  for (const items of Object.values(held)) for (const item of items) bytes += item.bytes;
  return bytes;
}

function mapHeld<To>(held: Held<Item>, change: (item: Item, dependency: string) => To) {
  return Object.fromEntries(
    Object.entries(held).map(([name, items]) => [name, items.map((item) => change(item, name))]),
  );
}
