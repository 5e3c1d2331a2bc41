import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Generation } from '../../sensor/join/generation.ts';
import type { PackedEvent } from '../lane/joined.ts';
import { type HeldCell, mark, toHeldPrefix } from './held-cell.ts';

/** An event that waits: which, and how much room it takes in a dead letter. */
export interface Item {
  readonly offset: string;
  readonly bytes: number;
}

/** The generations that are open, by the path of their key; in the order in which they were opened. */
export type Heads = Map<string, Generation<Item>>;

/** What the cells of an owned partition hold of a trigger. */
export function readHeads(cells: ReadonlyMap<string, Json>, trigger: TriggerName): Heads {
  const prefix = toHeldPrefix(trigger);
  const found = new Map<string, { openedAt: number; held: Record<string, Item[]>; refused: boolean }>();
  for (const [cellKey, value] of cells) {
    if (!cellKey.startsWith(prefix)) continue;
    const { path, dependency, offset } = split(cellKey.slice(prefix.length));
    const { openedAt, ...packed } = value as unknown as HeldCell;
    let head = found.get(path);
    if (!head) {
      head = { openedAt, held: {}, refused: offset === mark };
      found.set(path, head);
    }
    head.held[dependency] ??= [];
    if (offset !== mark) head.held[dependency].push({ offset, bytes: toBytes(packed as PackedEvent) });
  }
  return new Map([...found].sort(([, a], [, b]) => a.openedAt - b.openedAt));
}

/** What a generation takes of the partition's cells. */
export function cellsOf(path: string, { held, refused }: Generation<Item>): string[] {
  return Object.entries(held).flatMap(([dependency, items]) =>
    refused ? [`${path}/${dependency}/${mark}`] : items.map(({ offset }) => `${path}/${dependency}/${offset}`),
  );
}

/** How much room an event takes in a dead letter. */
export function toBytes(packed: PackedEvent): number {
  // with the comma behind it
  return Buffer.byteLength(JSON.stringify(packed)) + 1;
}

function split(rest: string): { readonly path: string; readonly dependency: string; readonly offset: string } {
  const [route = '', key = '', dependency = '', ...offset] = rest.split('/');
  return { path: `${route}/${key}`, dependency, offset: offset.join('/') };
}
