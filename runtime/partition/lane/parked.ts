import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import {
  eventsOf,
  type Joined,
  type PackedEvent,
  type PackedJoined,
  packEvent,
  packJoined,
  unpackJoined,
} from './joined.ts';

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
  /** All events of an execution that has several; what is said of one above is the one that completed them. */
  readonly joined?: Joined;
  /** Why it must not be acted on: its dead letter says so, and that is all that is left to do. */
  readonly reason?: string;
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

interface ParkedCell extends Omit<ParkedWork, 'event' | 'joined'> {
  /** Without its payload where it is among those that are joined. */
  readonly event: Omit<Event, 'data'> & { readonly data?: string };
  readonly joined?: PackedJoined;
}

const prefixes = ['parked', 'redriven', 'firing'] as const;

/**
 * The cell of one that waits long, or has several events. What is taken once is named by its offset, since a message that
 * the bus stored twice is two of one id; what is put back is one, however often it is.
 */
export function toParkedKey(
  trigger: TriggerName,
  { offset, redriven, joined }: Pick<Work, 'offset' | 'redriven' | 'joined'>,
): string {
  if (redriven) return `${toPrefix('redriven', trigger)}${joined?.executionId ?? offset}`;
  if (joined) return `${toPrefix('firing', trigger)}${joined.executionId}/${offset}`;
  return `${toPrefix('parked', trigger)}${offset}`;
}

export function isParkedKey(key: string, trigger: TriggerName): boolean {
  return prefixes.some((prefix) => key.startsWith(toPrefix(prefix, trigger)));
}

function toPrefix(prefix: (typeof prefixes)[number], trigger: TriggerName): string {
  return `${prefix}/${toTriggerKey(trigger)}/`;
}

export function toParkedCell(work: ParkedWork): Json {
  const { redriven, uncounted, joined, reason, executionId, template, attempts, notBefore } = work;
  const { event, ...where } = packEvent(work);
  const cell: ParkedCell = {
    ...where,
    event: joined ? withoutData(event) : event,
    ...(redriven && { redriven }),
    ...(joined && { joined: packJoined(joined) }),
    ...(uncounted && { uncounted }),
    ...(reason !== undefined && { reason }),
    executionId,
    template,
    attempts,
    notBefore,
  };
  return cell as unknown as Json;
}

/** What a partition's cells hold of a trigger: what waits long, and what fires with several events. */
export function readParked(cells: ReadonlyMap<string, Json>, trigger: TriggerName): ParkedWork[] {
  const found: ParkedWork[] = [];
  for (const key of cells.keys()) {
    if (isParkedKey(key, trigger)) found.push(toWork(cells.get(key) as unknown as ParkedCell));
  }
  return found;
}

function toWork({ event, joined: packed, ...cell }: ParkedCell): ParkedWork {
  const joined = packed && unpackJoined(packed);
  const held = joined && eventsOf(joined).find(({ offset }) => offset === cell.offset);
  const data = held?.event.data ?? Buffer.from(event.data ?? '', 'base64');
  return { ...cell, event: { ...event, data }, ...(joined && { joined }) };
}

function withoutData({ data: _, ...event }: PackedEvent['event']): ParkedCell['event'] {
  return event;
}
