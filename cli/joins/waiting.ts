import type { Json } from '../../model/json.ts';
import { decide } from '../../model/sensor/condition.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { type Heads, readHeads } from '../../runtime/partition/join/heads.ts';
import { readHeldCell, readKey, toHeldPrefix } from '../../runtime/partition/join/held-cell.ts';
import { readParked } from '../../runtime/partition/lane/parked.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { toMissing, toRemaining, toText } from './remaining.ts';

/** Events of one key that wait for others, or fire and are not settled. */
export interface Waiting {
  readonly trigger: TriggerName;
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
interface Open {
  readonly kind: 'open';
  /** In milliseconds since 1970; absent where it waits without an end. */
  readonly endsAt?: number;
  readonly missing: readonly string[];
  /** Absent where nothing can make it true any more. */
  readonly condition?: string;
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
  readonly describe: () => Waiting;
}

type Cells = ReadonlyMap<string, Json>;

/** What a partition's cells hold of a trigger that waits for others, or fires with them. */
export function findWaiting(cells: Cells, trigger: CompiledTrigger): readonly Candidate[] {
  const open = [...readHeads(cells, trigger.name)].map((entry) => ({
    key: readKey(entry[0]),
    since: entry[1].openedAt,
    describe: () => describeOpen(cells, trigger, entry),
  }));
  const firing = readFiring(cells, trigger).map((one) => ({ key: one.key, since: one.since, describe: () => one }));
  return [...open, ...firing];
}

/** What an event waits with, for each dependency that has taken it. */
export function findHolding(
  cells: Cells,
  trigger: CompiledTrigger,
  offset: string,
): readonly { readonly dependency: string; readonly waiting: Waiting }[] {
  return [...readHeads(cells, trigger.name)].flatMap((entry) =>
    Object.entries(entry[1].held)
      .filter(([, items]) => items.some((item) => item.offset === offset))
      .map(([dependency]) => ({ dependency, waiting: describeOpen(cells, trigger, entry) })),
  );
}

type Entry = Heads extends Map<infer Path, infer Value> ? readonly [Path, Value] : never;

function describeOpen(cells: Cells, trigger: CompiledTrigger, [path, generation]: Entry): Waiting {
  const { name, join } = trigger;
  const { openedAt, held, refused } = generation;
  const prefix = `${toHeldPrefix(name)}${path}/`;
  const arrived = Object.fromEntries(
    Object.entries(held).map(([dependency, items]) => [
      dependency,
      items.flatMap(({ offset }) => readHeldCell(cells.get(`${prefix}${dependency}/${offset}`))?.event?.id ?? []),
    ]),
  );
  const { condition } = join.rules;
  const names = new Set(Object.keys(held));
  // where keys are made in another way by now, nothing comes to this one
  const isLeft = !path.startsWith(`${join.route}/`);
  const isOver = refused || (isLeft && !decide(condition, names, true));
  const rest = isOver ? false : toRemaining(condition, names);
  const open = typeof rest === 'boolean' ? undefined : rest;
  return {
    trigger: name,
    key: readKey(path),
    since: openedAt,
    arrived,
    state: {
      kind: 'open',
      ...(join.window && { endsAt: openedAt + join.window.withinMs }),
      missing: open && !isLeft ? toMissing(open) : [],
      ...(open && { condition: toText(open) }),
    },
  };
}

function readFiring(cells: Cells, { name }: CompiledTrigger): Waiting[] {
  return readParked(cells, name).flatMap(({ joined, attempts, notBefore: nextAt, reason }) => {
    if (!joined) return [];
    const { key, executionId, events } = joined;
    const stored = Object.values(events).flatMap((held) => held.map(({ storedAt }) => storedAt));
    const arrived = Object.fromEntries(
      Object.entries(events).map(([dependency, held]) => [dependency, held.map(({ event }) => event.id)]),
    );
    const state = { kind: 'firing', executionId, attempts, nextAt, ...(reason !== undefined && { reason }) } as const;
    return [{ trigger: name, key, since: Math.min(...stored), arrived, state }];
  });
}
