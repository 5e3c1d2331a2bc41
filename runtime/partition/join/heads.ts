import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Generation, Held, JoinRules } from '../../sensor/join/generation.ts';
import type { PackedEvent } from '../work/held-event.ts';
import { type HeldCell, mark, splitPath, toHeldPrefix } from './held-cell.ts';

/** An event that waits: which, and at most how much room it takes in a dead letter. */
export interface Item {
  readonly offset: string;
  readonly bytes: number;
}

/** The generations that are open, by the path of their key; in the order in which they were opened. */
export type Heads = Map<string, Generation<Item>>;

/** What the cells of an owned partition hold of a trigger. Their order tells nothing: a base may be written in several parts. */
export function readHeads(cells: ReadonlyMap<string, Json>, trigger: TriggerName): Heads {
  const prefix = toHeldPrefix(trigger);
  const found = new Map<string, { openedAt: number; held: Record<string, Stored[]>; refused: boolean }>();
  for (const cellKey of cells.keys()) {
    if (!cellKey.startsWith(prefix)) continue;
    const { path, dependency, offset } = splitPath(cellKey.slice(prefix.length));
    const { openedAt, way: _, ...packed } = cells.get(cellKey) as unknown as HeldCell;
    let head = found.get(path);
    if (!head) {
      head = { openedAt, held: {}, refused: offset === mark };
      found.set(path, head);
    }
    if (!Object.hasOwn(head.held, dependency)) head.held[dependency] = [];
    if (offset !== mark)
      head.held[dependency]?.push({
        offset,
        bytes: toRoom(packed as PackedEvent),
        storedAt: packed.storedAt ?? openedAt,
      });
  }
  const heads = [...found].sort(([, a], [, b]) => a.openedAt - b.openedAt);
  return new Map(heads.map(([path, head]) => [path, { ...head, held: inOrder(head.held) }]));
}

interface Stored extends Item {
  readonly storedAt: number;
}

function inOrder(held: Readonly<Record<string, Stored[]>>): Held<Item> {
  const sorted = Object.entries(held).map(([dependency, items]) => [
    dependency,
    items.sort(compare).map(({ offset, bytes }) => ({ offset, bytes })),
  ]);
  return Object.fromEntries(sorted);
}

/** Offsets of one log grow; where they are numbers, they do so in length. */
function compare(a: Stored, b: Stored): number {
  if (a.storedAt !== b.storedAt) return a.storedAt - b.storedAt;
  return a.offset.length - b.offset.length || (a.offset < b.offset ? -1 : 1);
}

/** A generation as far as its dependencies are still in the condition; absent where none is. */
export function withoutUnknown(generation: Generation<Item>, { collects }: JoinRules): Generation<Item> | undefined {
  const all = Object.entries(generation.held);
  const known = all.filter(([name]) => Object.hasOwn(collects, name));
  if (known.length === all.length) return generation;
  return known.length > 0 ? { ...generation, held: Object.fromEntries(known) } : undefined;
}

export function countOf(held: Held<Item>): number {
  return Object.values(held).reduce((sum, items) => sum + items.length, 0);
}

export function bytesOf(held: Held<Item>): number {
  let bytes = 0;
  for (const items of Object.values(held)) for (const item of items) bytes += item.bytes;
  return bytes;
}

/** At most how much room an event takes in a dead letter: a character of an attribute is up to six bytes there. */
export function toRoom({ event, offset }: Pick<PackedEvent, 'event' | 'offset'>): number {
  let characters = offset.length;
  for (const value of Object.values(event)) if (typeof value === 'string') characters += value.length;
  for (const [name, value] of Object.entries(event.extensions ?? {})) characters += name.length + value.length;
  return namesBytes + event.data.length + 6 * (characters - event.data.length);
}

/** Of the names of attributes, and of the event's address. */
const namesBytes = 1024;
