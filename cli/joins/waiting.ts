import type { Json } from '../../model/json.ts';
import { decide } from '../../model/sensor/condition.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { toPresentPath } from '../../runtime/partition/join/generation-cells.ts';
import { type Heads, type Item, readHeads } from '../../runtime/partition/join/heads.ts';
import { readHeldCell, readKey, toHeldPrefix } from '../../runtime/partition/join/held-cell.ts';
import { namesOf } from '../../runtime/partition/moving/rename.ts';
import { readWork } from '../../runtime/partition/work/work-cell.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { type End, endOf } from '../../runtime/sensor/join/end-of.ts';
import type { Generation } from '../../runtime/sensor/join/generation.ts';
import { toMissing, toRemaining, toText } from './remaining.ts';

/** Events of one key that wait for others, or fire and are not settled. */
export interface Waiting {
  readonly trigger: TriggerName;
  /** What the trigger was called when they were stored; absent where that is its name. */
  readonly formerName?: string;
  /** What they have in common; empty where all events of the trigger meet. */
  readonly key: string;
  /** When the first of them was stored, in milliseconds since 1970. */
  readonly since: number;
  /** The ids of what has arrived, by dependency; only the names count where a list is empty. */
  readonly arrived: Readonly<Record<string, readonly string[]>>;
  readonly state: WaitingState;
}

export type WaitingState = Open | Firing;

/** `missing` are the names that could still make the condition true, `condition` is what is left of it. */
export interface Open {
  readonly kind: 'open';
  /** In milliseconds since 1970; absent where it waits without an end. */
  readonly endsAt?: number;
  /** What ends it; absent with the end. */
  readonly endsBy?: End['by'];
  readonly missing: readonly string[];
  /** Absent where nothing can make it true any more. */
  readonly condition?: string;
  /** Its key was made in another way: nothing comes to it, and its end decides. */
  readonly leftBehind?: true;
}

interface Firing {
  readonly kind: 'firing';
  readonly executionId: string;
  /** Attempts that ended. */
  readonly attempts: number;
  /** When the next may start, in milliseconds since 1970. */
  readonly nextAt: number;
  /** Why it is about to be dead-lettered. */
  readonly reason?: string;
}

/** One of many, of which few are told. */
export interface Candidate {
  readonly key: string;
  readonly since: number;
  /** It was decided false, and only the names of what had arrived are left. */
  readonly isEmpty: boolean;
  readonly describe: () => Waiting;
}

type Cells = ReadonlyMap<string, Json>;

/** What a partition's cells hold of a trigger that waits for others, or fires with them. */
export function findWaiting(cells: Cells, trigger: CompiledTrigger): readonly Candidate[] {
  const open = readOpen(cells, trigger).map((one) => ({
    key: readKey(one.path),
    since: one.generation.openedAt,
    isEmpty: one.generation.refused,
    describe: () => describeOpen(one),
  }));
  const firing = readFiring(cells, trigger).map((one) => ({
    key: one.key,
    since: one.since,
    isEmpty: false,
    describe: () => one,
  }));
  return [...open, ...firing];
}

/** What an event waits with, for each dependency that has taken it. */
export function findHolding(
  cells: Cells,
  trigger: CompiledTrigger,
  offset: string,
): readonly { readonly dependency: string; readonly waiting: Waiting }[] {
  return readOpen(cells, trigger).flatMap((one) =>
    Object.entries(one.generation.held)
      .filter(([, items]) => items.some((item) => item.offset === offset))
      .map(([dependency]) => ({ dependency, waiting: describeOpen(one) })),
  );
}

/** A key that is open, and where it stands. */
interface OpenKey {
  readonly cells: Cells;
  readonly trigger: CompiledTrigger;
  /** The trigger's, or its former one. */
  readonly name: TriggerName;
  /** By their paths, all that are open there. */
  readonly heads: Heads;
  readonly path: string;
  readonly generation: Generation<Item>;
}

function readOpen(cells: Cells, trigger: CompiledTrigger): OpenKey[] {
  return namesOf(trigger).flatMap((name) => {
    const heads = readHeads(cells, name);
    return [...heads].map(([path, generation]) => ({ cells, trigger, name, heads, path, generation }));
  });
}

function toNames({ name: trigger }: CompiledTrigger, name: TriggerName): Pick<Waiting, 'trigger' | 'formerName'> {
  return name === trigger ? { trigger } : { trigger, formerName: name.trigger };
}

function describeOpen({ cells, trigger, name, heads, path, generation }: OpenKey): Waiting {
  const { join } = trigger;
  const { openedAt, held, refused } = generation;
  const read = (cell: string) => readHeldCell(cells.get(`${toHeldPrefix(name)}${cell}`));
  const arrived = Object.fromEntries(
    Object.entries(held).map(([dependency, items]) => [
      dependency,
      items.flatMap(({ offset }) => read(`${path}/${dependency}/${offset}`)?.event?.id ?? []),
    ]),
  );
  const { condition } = join.rules;
  const names = new Set(Object.keys(held));
  const isLeft = toPresentPath(path, generation, { join, heads, read }) === undefined;
  const end = endOf(join, { openedAt, isPresent: !isLeft });
  const rest = refused ? false : toRemaining(condition, names);
  const missing = isLeft || typeof rest === 'boolean' ? [] : toMissing(rest);
  // where nothing comes that it waits for, its window's end decides
  const mayHold = missing.length > 0 || (end.by === 'window' && decide(condition, names, true));
  const open = typeof rest === 'boolean' || !mayHold ? undefined : rest;
  return {
    ...toNames(trigger, name),
    key: readKey(path),
    since: openedAt,
    arrived,
    state: {
      kind: 'open',
      ...(end.at < Number.POSITIVE_INFINITY && { endsAt: Math.max(openedAt, end.at), endsBy: end.by }),
      missing,
      ...(open && { condition: toText(open) }),
      ...(isLeft && { leftBehind: true as const }),
    },
  };
}

function readFiring(cells: Cells, trigger: CompiledTrigger): Waiting[] {
  const parked = namesOf(trigger).flatMap((name) => readWork(cells, name).map((work) => ({ ...work, name })));
  return parked.flatMap(({ name, joined, attempts, notBefore: nextAt, reason }) => {
    if (!joined) return [];
    const { key, executionId, events } = joined;
    const stored = Object.values(events).flatMap((held) => held.map(({ storedAt }) => storedAt));
    const arrived = Object.fromEntries(
      Object.entries(events).map(([dependency, held]) => [dependency, held.map(({ event }) => event.id)]),
    );
    const state = { kind: 'firing', executionId, attempts, nextAt, ...(reason !== undefined && { reason }) } as const;
    return [{ ...toNames(trigger, name), key, since: Math.min(...stored), arrived, state }];
  });
}
