import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import type { Joined } from './joined.ts';

/** An execution that can be taken up by anybody: what it is about, frozen, and how often it was tried. */
export interface Work {
  /** The event's own coordinate in the log. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored the event, in milliseconds since 1970. */
  readonly storedAt: number;
  /** It was given up once, and redriven; it has a cell of its own from then on. */
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
export interface StoredWork extends Work {
  /** It was redriven while its trigger was away: no lane has counted it as accepted. */
  readonly uncounted?: true;
}
