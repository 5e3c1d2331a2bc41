import type { EventAddress } from '../../model/event/address.ts';
import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { Json } from '../../model/json.ts';

/** What a trigger is told: an event with an address that it depends on. */
export interface Arrived {
  readonly kind: 'arrived';
  readonly address: EventAddress;
  readonly event: CloudEvent;
}

/** What follows from it, exactly one of: */
export type Decision =
  /** Every dependency that has the event's address refused it. */
  | { readonly kind: 'filter' }
  | { readonly kind: 'execute'; readonly execution: Execution }
  /** It cannot be evaluated: the reason names the trigger's part and the path that was missing. */
  | { readonly kind: 'deadLetter'; readonly reason: string };

/** One run of a trigger's action, frozen: the same on every attempt and after every crash. */
export interface Execution {
  readonly id: string;
  /** What the template made of the events. */
  readonly template: Json;
}
