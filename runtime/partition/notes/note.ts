import { randomUUID } from 'node:crypto';
import type { WorkerAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import type { Position, Stored } from '../../event-bus/contract.ts';
import { type Carried, carry, readCarried } from '../dead-letter/carried.ts';
import type { Former } from '../moving/route-cell.ts';

/** What others tell a worker's partitions. */
export type Note = {
  readonly trigger: TriggerName;
  /** All, where absent. */
  readonly partitions?: readonly number[];
} & (
  | { readonly kind: 'suspend' | 'resume' }
  /** Where a trigger begins that a partition does not know yet. */
  | { readonly kind: 'start'; readonly position: Position }
  /** A trigger that is gone from the configuration will not come back: nothing of it is kept. */
  | { readonly kind: 'forget' }
  /** An event that was given up is to be acted on again, with all its attempts. */
  | { readonly kind: 'redrive'; readonly letter: Carried }
  /** Which route a partition follows from now on, by name, and all that it knows to be handled under any other. */
  | { readonly kind: 'moved'; readonly route: string; readonly index: number; readonly former: readonly Former[] }
);

/** Where triggers begin, by their key: the first `start` counts, so that one that was stored twice tells one thing. */
export function foldStart<Start>(
  starts: Map<string, Start>,
  kind: Note['kind'],
  { key, start }: { readonly key: string; readonly start: Start | undefined },
): void {
  if (kind === 'forget') starts.delete(key);
  else if (kind === 'start' && start !== undefined && !starts.has(key)) starts.set(key, start);
}

const typePrefix = 'eventwright.note.';
const kinds: ReadonlySet<string> = new Set<Note['kind']>(['suspend', 'resume', 'start', 'forget', 'redrive', 'moved']);

/** A note as the bus carries it. */
export function toNoteEvent(note: Note, { namespace, worker }: WorkerAddress, now: number): Event {
  const id = randomUUID();
  const type = `${typePrefix}${note.kind}`;
  if (note.kind === 'redrive') {
    const { letter, kind: _, ...told } = note;
    return carry(letter, { id, type, extensions: { ewnote: JSON.stringify(told) } });
  }
  const { kind: _, ...told } = note;
  return {
    id,
    source: `/${namespace}/${worker}`,
    type,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify(told)),
  };
}

/** The note that an event carries; a text says why it carries none. */
export function readNote({ event }: Pick<Stored, 'event'>): Note | string {
  const kind = event.type.startsWith(typePrefix) ? event.type.slice(typePrefix.length) : '';
  if (!kinds.has(kind)) return `'${event.type}' is no kind of note that this version knows`;
  const told = readTold(event, kind);
  if (!told || !isTriggerName(told.trigger)) return 'its data names no trigger';
  if (kind === 'start' && typeof told.position !== 'string') return 'it tells no position';
  if (kind === 'moved' && !isMove(told)) return 'it tells of no route';
  if (kind !== 'redrive') return { ...told, kind } as Note;
  const letter = readCarried(event);
  return letter ? ({ ...told, kind, letter } as Note) : 'it carries no event';
}

function readTold({ data, extensions }: Event, kind: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(kind === 'redrive' ? (extensions?.ewnote ?? '') : Buffer.from(data).toString());
  } catch {
    return undefined;
  }
}

function isMove({ route, index, former }: Readonly<Record<string, unknown>>): boolean {
  return typeof route === 'string' && Number.isInteger(index) && Array.isArray(former);
}

function isTriggerName(name: unknown): name is TriggerName {
  const { namespace, sensor, trigger } = (name ?? {}) as Partial<TriggerName>;
  return [namespace, sensor, trigger].every((part) => typeof part === 'string');
}
