import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { PackedEvent } from '../lane/joined.ts';

/** An event that waits for others, or the mark that one of its dependency has come, as a partition's journal holds it. */
export interface HeldCell extends Partial<PackedEvent> {
  /** When the generation was opened that it is of, in milliseconds since 1970. */
  readonly openedAt: number;
  /** The way in which its key was made; absent where all events have one. */
  readonly way?: string;
}

/** Where a held event belongs. */
export interface HeldPlace {
  /** How its key was made. */
  readonly route: string;
  /** What it has in common with those that it waits for. */
  readonly key: string;
  readonly dependency: string;
  /** Its own coordinate in the log; `mark` where only its dependency's name counts. */
  readonly offset: string;
}

export const mark = '-';

const prefix = 'held';

export function toHeldPrefix(trigger: TriggerName): string {
  return `${prefix}/${toTriggerKey(trigger)}/`;
}

/** The part of a cell's name that all held events of a key share, but for the trigger. */
export function toKeyPath({ route, key }: Pick<HeldPlace, 'route' | 'key'>): string {
  return `${route}/${encodeURIComponent(key)}`;
}

/** The key that a path is of. */
export function readKey(path: string): string {
  return decodeURIComponent(path.slice(path.indexOf('/') + 1));
}

/** What a cell's name says; absent where it is of no held event of the trigger. */
export function readHeldKey(cellKey: string, trigger: TriggerName): HeldPlace | undefined {
  const start = toHeldPrefix(trigger);
  if (!cellKey.startsWith(start)) return undefined;
  const [route = '', key = '', dependency = '', ...offset] = cellKey.slice(start.length).split('/');
  return { route, key: decodeURIComponent(key), dependency, offset: offset.join('/') };
}

export function readHeldCell(cell: Json | undefined): HeldCell | undefined {
  return cell as unknown as HeldCell | undefined;
}
