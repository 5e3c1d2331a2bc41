import type { BusPromises } from '../../event-bus/contract.ts';
import type { PackedEvent } from '../lane/joined.ts';

/** Of the message, for its attributes and what it tells beside them. */
const headerBytes = 64 * 1024;
/** Of its data, for the key and the names of dependencies. */
const namesBytes = 64 * 1024;

/** How many bytes the data of a dead letter may have, or of a note that redrives one. */
export function toMaxBodyBytes({ maxMessageBytes }: Pick<BusPromises, 'maxMessageBytes'>): number {
  return maxMessageBytes - headerBytes;
}

/**
 * How many bytes of held events fit into one dead letter, as `toHeldBytes` counts them: events that would be more must not
 * be joined. Beside them it has 64 KiB for the key and the names of dependencies.
 */
export function toLetterRoom(promises: Pick<BusPromises, 'maxMessageBytes'>): number {
  return toMaxBodyBytes(promises) - namesBytes;
}

/** What a held event takes of a letter's room. */
export function toHeldBytes(packed: PackedEvent): number {
  // with the comma behind it
  return Buffer.byteLength(JSON.stringify(packed)) + 1;
}
