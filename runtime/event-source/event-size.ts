import { toHeaders } from '../../model/event/codec.ts';
import { type Event, optionalAttributes } from '../../model/event/event.ts';
import { maxDataBytes } from '../../model/event/max-data-bytes.ts';
import { EventSourceError } from './error.ts';

/** A message that carries the event, a dead letter for example, says as much again beside it. */
const maxHeaderBytes = 32 * 1024;
/** A character is at most three bytes of UTF-8 a UTF-16 unit, each percent-encoded as three. */
const growth = 9;

/** Throws an `EventSourceError` `eventTooLarge` where no bus could carry it. */
export function checkEventSize(event: Event): void {
  if (event.data.length > maxDataBytes) throw tooLarge('payload', event.data.length, maxDataBytes);
  if (countUnits(event) * growth <= maxHeaderBytes) return;
  const bytes = Object.entries(toHeaders(event)).reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    0,
  );
  if (bytes > maxHeaderBytes) throw tooLarge('attributes', bytes, maxHeaderBytes);
}

function countUnits(event: Event): number {
  const { id, source, type, extensions } = event;
  let units = 300 + id.length + source.length + type.length;
  for (const name of optionalAttributes) units += event[name]?.length ?? 0;
  for (const name in extensions) units += name.length + (extensions[name]?.length ?? 0) + 5;
  return units;
}

function tooLarge(what: string, bytes: number, most: number): EventSourceError {
  return new EventSourceError('eventTooLarge', `the event has ${bytes} bytes of ${what}, the most is ${most}`);
}
