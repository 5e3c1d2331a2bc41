import type { EventAddress } from '../../../model/event/address.ts';
import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import type { Event } from '../../../model/event/event.ts';

/** An event that waits for others, or fired with them. */
export interface HeldEvent {
  /** The message's own coordinate in the log. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored it, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** An event that arrives, as it was stored and as expressions see it. */
export interface Newcomer {
  readonly held: HeldEvent;
  readonly decoded: CloudEvent | undefined;
  /** It was given up once, and redriven. */
  readonly redriven: boolean;
}

/** A held event as JSON, its payload in base64. */
export interface PackedEvent extends Omit<HeldEvent, 'event'> {
  readonly event: Omit<Event, 'data'> & { readonly data: string };
}

export function packEvent({ offset, address, event, storedAt }: HeldEvent): PackedEvent {
  const { buffer, byteOffset, byteLength } = event.data;
  const data = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { offset, address, event: { ...event, data }, storedAt };
}

export function unpackEvent({ offset, address, event, storedAt }: PackedEvent): HeldEvent {
  return { offset, address, event: { ...event, data: Buffer.from(event.data, 'base64') }, storedAt };
}
