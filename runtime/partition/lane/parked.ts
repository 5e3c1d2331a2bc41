import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';

/** An execution that can be taken up by anybody: what it is about, frozen, and how often it was tried. */
export interface Work {
  /** The event's own coordinate in the log. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored the event, in milliseconds since 1970. */
  readonly storedAt: number;
  /** It was given up once, and put back; it has a cell of its own from then on. */
  readonly redriven?: true;
  /** Empty while it is not evaluated. */
  executionId: string;
  template: Json;
  /** Attempts that ended. */
  attempts: number;
  /** When the next may start, in milliseconds since 1970. */
  notBefore: number;
}

/** Work that stands in a cell. */
export interface ParkedWork extends Work {
  /** No lane has counted it as accepted: its trigger was away. */
  readonly uncounted?: true;
}

interface ParkedCell extends Omit<ParkedWork, 'event'> {
  readonly event: Omit<Event, 'data'> & { readonly data: string };
}

const prefixes = ['parked', 'redriven'] as const;

/** The cell of one that waits long; by offset, since a message that the bus stored twice is two of one id. */
export function toParkedKey(trigger: TriggerName, { offset, redriven }: Pick<Work, 'offset' | 'redriven'>): string {
  return `${toPrefix(redriven ? 'redriven' : 'parked', trigger)}${offset}`;
}

export function isParkedKey(key: string, trigger: TriggerName): boolean {
  return prefixes.some((prefix) => key.startsWith(toPrefix(prefix, trigger)));
}

function toPrefix(prefix: (typeof prefixes)[number], trigger: TriggerName): string {
  return `${prefix}/${toTriggerKey(trigger)}/`;
}

export function toParkedCell({
  offset,
  address,
  event,
  storedAt,
  redriven,
  uncounted,
  executionId,
  template,
  attempts,
  notBefore,
}: ParkedWork): Json {
  const data = Buffer.from(event.data.buffer, event.data.byteOffset, event.data.byteLength).toString('base64');
  const cell: ParkedCell = {
    offset,
    address,
    event: { ...event, data },
    storedAt,
    ...(redriven && { redriven }),
    ...(uncounted && { uncounted }),
    executionId,
    template,
    attempts,
    notBefore,
  };
  return cell as unknown as Json;
}

/** What waits long for a trigger, as a partition's cells hold it. */
export function readParked(cells: ReadonlyMap<string, Json>, trigger: TriggerName): ParkedWork[] {
  const found: ParkedWork[] = [];
  for (const [key, value] of cells) {
    if (!isParkedKey(key, trigger)) continue;
    const cell = value as unknown as ParkedCell;
    found.push({ ...cell, event: { ...cell.event, data: Buffer.from(cell.event.data, 'base64') } });
  }
  return found;
}
