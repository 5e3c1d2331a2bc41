import type { Collect } from '../../../model/sensor/collect.ts';
import { type ConditionTree, decide } from '../../../model/sensor/condition.ts';

/** What decides when events of one key belong together. */
export interface JoinRules {
  readonly condition: ConditionTree;
  /** The dependencies that it names, and what is kept of each. */
  readonly collects: Readonly<Record<string, Collecting>>;
}

export interface Collecting {
  readonly collect: Collect;
  readonly maxEvents: number;
}

/** Events of one key that wait for others. */
export interface Generation<Item> {
  /** When its first event was stored, in milliseconds since 1970. */
  readonly openedAt: number;
  /** What has arrived, by dependency, oldest first. */
  readonly held: Held<Item>;
  /** The condition is false whatever comes: its items have ended, and only the names count. */
  readonly refused: boolean;
}

export type Held<Item> = Readonly<Record<string, readonly Item[]>>;

export interface Arriving<Item> {
  /** Those that take it. */
  readonly dependencies: readonly string[];
  readonly item: Item;
  readonly at: number;
}

/** What follows from an arrival, or from the end of a window. */
export interface Transition<Item> {
  /** What waits on; absent where nothing does. */
  readonly generation: Generation<Item> | undefined;
  /** What it fires with. */
  readonly fires: Held<Item> | undefined;
  readonly ended: readonly Ended<Item>[];
}

/** The fate of an item that fires nothing. */
export interface Ended<Item> {
  readonly dependency: string;
  readonly item: Item;
  readonly as: 'superseded' | 'refused' | 'unmet';
  /** What took the place of one that is superseded. */
  readonly by?: Item;
}

/** What of a dependency has arrived; one may have the name of something that every object has. */
export function itemsOf<Item>(held: Held<Item>, dependency: string): readonly Item[] {
  return Object.hasOwn(held, dependency) ? (held[dependency] as readonly Item[]) : [];
}

/** Takes an event into the generation of its key, or into a new one. */
export function arrive<Item>(
  rules: JoinRules,
  generation: Generation<Item> | undefined,
  { dependencies, item, at }: Arriving<Item>,
): Transition<Item> {
  const ended: Ended<Item>[] = [];
  const held: Record<string, readonly Item[]> = { ...generation?.held };
  for (const dependency of dependencies) {
    if (generation?.refused) {
      held[dependency] = [];
      ended.push({ dependency, item, as: 'refused' });
    } else held[dependency] = collect(rules, { dependency, items: itemsOf(held, dependency), item }, ended);
  }
  const next = { openedAt: generation?.openedAt ?? at, held, refused: generation?.refused ?? false };
  return settle(rules, next, ended);
}

/** Decides a generation anew: its rules may have changed. */
export function reconsider<Item>(rules: JoinRules, generation: Generation<Item>): Transition<Item> {
  const ended: Ended<Item>[] = [];
  const held = Object.entries(generation.held).map(([dependency, items]) => {
    const kept = items.reduce<readonly Item[]>(
      (kept, item) => collect(rules, { dependency, items: kept, item }, ended),
      [],
    );
    return [dependency, kept] as const;
  });
  return settle(rules, ended.length > 0 ? { ...generation, held: Object.fromEntries(held) } : generation, ended);
}

/** Ends a generation whose window is over: what has not arrived never will. */
export function close<Item>(rules: JoinRules, { held, refused }: Generation<Item>): Transition<Item> {
  if (refused) return { generation: undefined, fires: undefined, ended: [] };
  if (decide(rules.condition, namesOf(held), true)) return { generation: undefined, fires: held, ended: [] };
  return { generation: undefined, fires: undefined, ended: endAll(held, 'unmet') };
}

function settle<Item>(rules: JoinRules, generation: Generation<Item>, ended: Ended<Item>[]): Transition<Item> {
  const { held, refused } = generation;
  const arrived = namesOf(held);
  const isWhole = Object.keys(rules.collects).every((name) => arrived.has(name));
  if (refused) return { generation: isWhole ? undefined : generation, fires: undefined, ended };
  const holds = decide(rules.condition, arrived, isWhole);
  if (holds === true) return { generation: undefined, fires: held, ended };
  if (holds === undefined) return { generation, fires: undefined, ended };
  const rest = isWhole ? undefined : { ...generation, held: withoutItems(held), refused: true };
  return { generation: rest, fires: undefined, ended: [...ended, ...endAll(held, 'refused')] };
}

interface Collected<Item> {
  readonly dependency: string;
  readonly items: readonly Item[];
  readonly item: Item;
}

function collect<Item>(rules: JoinRules, { dependency, items, item }: Collected<Item>, ended: Ended<Item>[]) {
  const { collect, maxEvents } = rules.collects[dependency] as Collecting;
  const [oldest] = items;
  if (oldest === undefined) return [item];
  if (collect === 'first') {
    ended.push({ dependency, item, as: 'superseded', by: oldest });
    return items;
  }
  if (collect === 'all' && items.length < maxEvents) return [...items, item];
  ended.push({ dependency, item: oldest, as: 'superseded', by: item });
  return [...items.slice(1), item];
}

function namesOf<Item>(held: Held<Item>): Pick<ReadonlySet<string>, 'has'> {
  return { has: (name) => Object.hasOwn(held, name) };
}

function withoutItems<Item>(held: Held<Item>): Held<Item> {
  return Object.fromEntries(Object.keys(held).map((name) => [name, []]));
}

function endAll<Item>(held: Held<Item>, as: Ended<Item>['as']): Ended<Item>[] {
  return Object.entries(held).flatMap(([dependency, items]) => items.map((item) => ({ dependency, item, as })));
}
