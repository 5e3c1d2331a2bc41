import { headerBytes } from '../../../model/event/header-bytes.ts';
import type { BusPromises } from '../../event-bus/contract.ts';

/** Of its data, for the key and the names of dependencies. */
const namesBytes = 64 * 1024;

/** How many bytes the data of a dead letter may have, or of a note that redrives one. */
export function toMaxBodyBytes({ maxMessageBytes }: Pick<BusPromises, 'maxMessageBytes'>): number {
  return maxMessageBytes - headerBytes;
}

/**
 * How many bytes of held events fit into one dead letter, as `toRoom` counts them: events that would be more must not
 * be joined. Beside them it has 64 KiB for the key and the names of dependencies.
 */
export function toLetterRoom(promises: Pick<BusPromises, 'maxMessageBytes'>): number {
  return toMaxBodyBytes(promises) - namesBytes;
}
