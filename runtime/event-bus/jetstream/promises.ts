import { jetStreamPromises } from '../../../model/event-bus/jetstream.ts';
import type { BusPromises } from '../contract.ts';

/** What JetStream promises, with the streams that the keeper makes. */
export const promises: BusPromises = {
  ...jetStreamPromises,
  replay: true,
  trim: 'atOnce',
  orderBetweenSources: 'asStored',
  pendingOf: 'address',
  appends: 'checked',
  maxEntryBytes: 1024 ** 2,
  maxMessageBytes: 8 * 1024 ** 2,
};
