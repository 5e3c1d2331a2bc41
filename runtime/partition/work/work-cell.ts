import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import { toCellName, toCellPrefix } from '../cell-names.ts';
import { packEvent } from './held-event.ts';
import { eventsOf, type PackedJoined, packJoined, unpackJoined } from './joined.ts';
import type { StoredWork, Work } from './work.ts';

interface WorkCell extends Omit<StoredWork, 'event' | 'joined'> {
  /** Without its payload where it is among those that are joined. */
  readonly event: Omit<Event, 'data'> & { readonly data?: string };
  readonly joined?: PackedJoined;
}

const kinds = ['parked', 'redriven', 'firing'] as const;

/**
 * The cell of one that waits long, or has several events. What is taken once is named by its offset, since a message that
 * the bus stored twice is two of one id; what is redriven is one, however often it is.
 */
export function toWorkKey(
  trigger: TriggerName,
  { offset, redriven, joined }: Pick<Work, 'offset' | 'redriven' | 'joined'>,
): string {
  if (redriven) return toCellName('redriven', trigger, joined?.executionId ?? offset);
  if (joined) return toCellName('firing', trigger, `${joined.executionId}/${offset}`);
  return toCellName('parked', trigger, offset);
}

export function isWorkKey(key: string, trigger: TriggerName): boolean {
  return kinds.some((kind) => key.startsWith(toCellPrefix(kind, trigger)));
}

export function toWorkCell(work: StoredWork): Json {
  const { offset, address, storedAt, redriven, uncounted, joined, reason, executionId, template, attempts, notBefore } =
    work;
  const cell: WorkCell = {
    offset,
    address,
    event: joined ? withoutData(work.event) : packEvent(work).event,
    storedAt,
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
export function readWork(cells: ReadonlyMap<string, Json>, trigger: TriggerName): StoredWork[] {
  const found: StoredWork[] = [];
  for (const key of cells.keys()) {
    if (isWorkKey(key, trigger)) found.push(toWork(cells.get(key) as unknown as WorkCell));
  }
  return found;
}

function toWork({ event, joined: packed, ...cell }: WorkCell): StoredWork {
  const joined = packed && unpackJoined(packed);
  const held = joined && eventsOf(joined).find(({ offset }) => offset === cell.offset);
  const data = held?.event.data ?? Buffer.from(event.data ?? '', 'base64');
  return { ...cell, event: { ...event, data }, ...(joined && { joined }) };
}

function withoutData({ data: _, ...event }: Event): WorkCell['event'] {
  return event;
}
