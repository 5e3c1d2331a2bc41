import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../support/observation.ts';

/** An execution that can be taken up by anybody: what it is about, frozen, and how often it was tried. */
export interface Work {
  /** The event's own coordinate in the log. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored the event, in milliseconds since 1970. */
  readonly storedAt: number;
  readonly executionId: string;
  readonly template: Json;
  /** Attempts that ended. */
  attempts: number;
  /** When the next may start, in milliseconds since 1970. */
  notBefore: number;
}

interface ParkedCell extends Omit<Work, 'event'> {
  readonly event: Omit<Event, 'data'> & { readonly data: string };
}

const room = 'parked';

/** The cell of one that waits long; by offset, since a message that the bus stored twice is two of one id. */
export function toParkedKey(trigger: TriggerName, offset: string): string {
  return `${room}/${toTriggerKey(trigger)}/${offset}`;
}

export function toParkedCell({
  offset,
  address,
  event,
  storedAt,
  executionId,
  template,
  attempts,
  notBefore,
}: Work): Json {
  const data = Buffer.from(event.data.buffer, event.data.byteOffset, event.data.byteLength).toString('base64');
  const cell: ParkedCell = {
    offset,
    address,
    event: { ...event, data },
    storedAt,
    executionId,
    template,
    attempts,
    notBefore,
  };
  return cell as unknown as Json;
}

/** What waits long for a trigger, as a partition's cells hold it. */
export function readParked(cells: ReadonlyMap<string, Json>, trigger: TriggerName): Work[] {
  const prefix = toParkedKey(trigger, '');
  const found: Work[] = [];
  for (const [key, value] of cells) {
    if (!key.startsWith(prefix)) continue;
    const cell = value as unknown as ParkedCell;
    found.push({ ...cell, event: { ...cell.event, data: Buffer.from(cell.event.data, 'base64') } });
  }
  return found;
}
