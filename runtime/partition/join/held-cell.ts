import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import { toCellPrefix } from '../cell-names.ts';
import type { PackedEvent } from '../work/held-event.ts';

/** An event that waits for others, or the mark that one of its dependency has come, as a partition's journal holds it. */
export interface HeldCell extends Partial<PackedEvent> {
  /** When the generation was opened that it is of, in milliseconds since 1970. */
  readonly openedAt: number;
  /** The way in which its key was made; absent where all events have one. */
  readonly way?: string;
}

/** The offset of a mark. */
export const mark = '-';

export function toHeldPrefix(trigger: TriggerName): string {
  return toCellPrefix('held', trigger);
}

/** Whether any of a trigger's events wait, or any mark does. */
export function holdsEvents(cells: ReadonlyMap<string, Json>, trigger: TriggerName): boolean {
  const held = toHeldPrefix(trigger);
  for (const key of cells.keys()) if (key.startsWith(held)) return true;
  return false;
}

/** The part of a cell's name that all held events of a key share, but for the trigger. */
export function toKeyPath({ keying, key }: { readonly keying: string; readonly key: string }): string {
  return `${keying}/${encodeURIComponent(key)}`;
}

/** The key that a path is of. */
export function readKey(path: string): string {
  return decodeURIComponent(path.slice(path.indexOf('/') + 1));
}

/** What a cell's name says behind its trigger: the path of its key, its dependency, and its event's coordinate in the log. */
export function splitPath(name: string) {
  const [keying = '', key = '', dependency = '', ...offset] = name.split('/');
  return { path: `${keying}/${key}`, dependency, offset: offset.join('/') };
}

export function readHeldCell(cell: Json | undefined): HeldCell | undefined {
  return cell as unknown as HeldCell | undefined;
}
