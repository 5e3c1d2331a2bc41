import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import type { Json } from '../../../model/json.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import type { CompiledJoin } from '../../sensor/join/compile-join.ts';
import { windowEndOf } from '../../sensor/join/end-of.ts';
import type { Generation, Held } from '../../sensor/join/generation.ts';
import type { Home } from '../lane/home.ts';
import { type HeldEvent, type Newcomer, type PackedEvent, packEvent, unpackEvent } from '../work/held-event.ts';
import { cellsOf, keyingOf, toPresentPath } from './generation-cells.ts';
import { type Heads, type Item, readHeads, toRoom } from './heads.ts';
import { type HeldCell, mark, readHeldCell, toHeldPrefix } from './held-cell.ts';

/** An event that waits, for the dependency that took it. */
export interface Waiting {
  readonly dependency: string;
  readonly held: HeldEvent;
  /** As expressions see it, where that is known already. */
  readonly decoded?: CloudEvent;
}

/** The generations of a trigger in one partition, and the cells that keep their events. */
export class HeldEvents {
  readonly #home: Home;
  readonly #prefix: string;
  readonly #join: CompiledJoin;
  /** With what the paths of keys begin that are made as today. */
  readonly #present: string;
  readonly #heads: Heads;
  #latestOpenedAt = Number.NEGATIVE_INFINITY;
  #isDisordered = false;
  #newcomer: (Newcomer & { readonly item: Item; readonly packed: PackedEvent }) | undefined;

  constructor(home: Home, { name, join }: Pick<CompiledTrigger, 'name' | 'join'>, cells: ReadonlyMap<string, Json>) {
    this.#home = home;
    this.#join = join;
    this.#present = `${join.keying}/`;
    this.#prefix = toHeldPrefix(name);
    this.#heads = readHeads(cells, name);
    for (const { openedAt } of this.#heads.values()) this.#latestOpenedAt = openedAt;
  }

  /** Whether they may stand in another order: an event that is redriven opens one before its time. */
  get isDisordered(): boolean {
    return this.#isDisordered;
  }

  /** By the path of their key, in the order in which their windows end. */
  get heads(): ReadonlyMap<string, Generation<Item>> {
    return this.#heads;
  }

  /** Puts them in the order in which their windows end, where they are not. */
  sort(): void {
    if (this.#isDisordered) this.#sort();
  }

  windowEndOf(path: string, { openedAt }: Generation<Item>): number {
    return windowEndOf(this.#join, { openedAt, isPresent: path.startsWith(this.#present) });
  }

  /** Lets those meet newcomers again whose keys are made as ever, though other dependencies' are made in another way. */
  adopt(): void {
    const former = new Map(this.#heads);
    const read = (cell: string) => readHeldCell(this.#home.get(`${this.#prefix}${cell}`));
    this.#heads.clear();
    for (const [path, generation] of former) {
      const to = toPresentPath(path, generation, { join: this.#join, heads: former, read }) ?? path;
      if (to !== path) this.#move(generation, { from: path, to });
      this.#heads.set(to, generation);
    }
    this.#sort();
  }

  /** Lets an event be read that no cell holds yet, while `take` runs. */
  whileArriving(newcomer: Newcomer, take: (item: Item) => void): void {
    const { held } = newcomer;
    const packed = packEvent(held);
    const item = { offset: held.offset, bytes: toRoom(packed) };
    this.#newcomer = { ...newcomer, item, packed };
    take(item);
    this.#newcomer = undefined;
  }

  /** Puts a generation in the place of another, and its cells in the place of the other's. */
  replace(path: string, before: Generation<Item> | undefined, after: Generation<Item> | undefined): void {
    if (before === after) return;
    const added = new Set(after && cellsOf(path, after));
    for (const cell of before ? cellsOf(path, before) : []) {
      if (!added.delete(cell)) this.#home.put(`${this.#prefix}${cell}`, undefined);
    }
    for (const cell of added) this.#home.put(`${this.#prefix}${cell}`, this.#toCell(cell, after as Generation<Item>));
    if (after) this.#set(path, after);
    else this.#heads.delete(path);
  }

  read(path: string, { dependency, item }: { readonly dependency: string; readonly item: Item }): Waiting {
    if (item === this.#newcomer?.item) {
      const { held, decoded } = this.#newcomer;
      return { dependency, held, ...(decoded && { decoded }) };
    }
    const cell = this.#home.get(`${this.#prefix}${path}/${dependency}/${item.offset}`);
    const { openedAt: _, way: __, ...packed } = cell as unknown as HeldCell & PackedEvent;
    return { dependency, held: unpackEvent(packed) };
  }

  readAll(path: string, held: Held<Item>): Waiting[] {
    return Object.entries(held).flatMap(([dependency, items]) =>
      items.map((item) => this.read(path, { dependency, item })),
    );
  }

  #sort(): void {
    const sorted = [...this.#heads]
      .map((head) => ({ head, end: this.windowEndOf(...head) }))
      .sort((a, b) => Number(a.end > b.end) - Number(a.end < b.end));
    this.#heads.clear();
    for (const { head } of sorted) this.#heads.set(...head);
    this.#isDisordered = false;
  }

  #set(path: string, generation: Generation<Item>): void {
    this.#isDisordered ||= generation.openedAt < this.#latestOpenedAt && !this.#heads.has(path);
    this.#latestOpenedAt = Math.max(this.#latestOpenedAt, generation.openedAt);
    this.#heads.set(path, generation);
  }

  #move(generation: Generation<Item>, { from, to }: { readonly from: string; readonly to: string }): void {
    for (const cell of cellsOf('', generation)) {
      const held = this.#home.get(`${this.#prefix}${from}${cell}`);
      this.#home.put(`${this.#prefix}${to}${cell}`, held);
      this.#home.put(`${this.#prefix}${from}${cell}`, undefined);
    }
  }

  #toCell(cell: string, { openedAt }: Generation<Item>): Json {
    const way = keyingOf(cell, this.#join);
    const event = cell.endsWith(`/${mark}`) ? undefined : this.#newcomer?.packed;
    const made: HeldCell = { ...event, openedAt, ...(way !== undefined && { way }) };
    return made as unknown as Json;
  }
}
