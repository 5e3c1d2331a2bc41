import { toPath } from '../../model/event/address.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { eventsOf, type Joined } from '../../runtime/partition/work/joined.ts';
import { toTable } from '../table.ts';
import { toTime, toTimestamp } from '../units.ts';
import type { StoredLetter } from './read-letters.ts';

const longestReason = 100;

/** A line for each letter, the newest last: its id, when, by whom, which event, after how many attempts, and why. */
export function listLetters(letters: readonly StoredLetter[], limit: number): string[] {
  const shown = letters.slice(-limit);
  const lines = toTable(
    ['id', 'time', 'trigger', 'event', 'attempts', 'reason'],
    shown.map((letter) => [
      letter.shortId,
      toTime(letter.storedAt),
      toTriggerKey(letter.trigger),
      toEvents(letter),
      String(letter.attempts),
      toLine(letter.reason),
    ]),
  );
  const more = letters.length - shown.length;
  return more > 0 ? [...lines, `and ${more} older; --limit ${letters.length} shows all`] : lines;
}

/** The same for programs, one JSON object a line. */
export function toJsonLine(letter: StoredLetter): string {
  const { shortId, id, trigger, address, event, storedAt, attempts, reason, worker, joined } = letter;
  const executionId = joined?.executionId ?? letter.executionId;
  return JSON.stringify({
    id: shortId,
    letter: id,
    time: toTimestamp(storedAt),
    trigger: toTriggerKey(trigger),
    address: toPath(address),
    event: event.id,
    ...(joined && { key: joined.key, events: idsOf(joined) }),
    attempts,
    reason,
    ...(executionId && { execution: executionId }),
    worker,
  });
}

/** `shop/web/paid x-2 and 1 more` */
function toEvents({ address, event, joined }: StoredLetter): string {
  const others = joined ? eventsOf(joined).length - 1 : 0;
  return `${toPath(address)} ${event.id}${others > 0 ? ` and ${others} more` : ''}`;
}

function idsOf({ events }: Joined): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(events).map(([name, held]) => [name, held.map(({ event }) => event.id)]));
}

function toLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line;
}
