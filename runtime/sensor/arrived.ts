import type { EventAddress } from '../../model/event/address.ts';
import type { CloudEvent } from '../../model/event/cloud-event.ts';

/** What a trigger is told: an event with an address that it depends on. */
export interface Arrived {
  readonly address: EventAddress;
  readonly event: CloudEvent;
}
