import { hash } from 'node:crypto';
import { type Address, toSlot, toSubject } from '../../../model/event/address.ts';
import { toHeaders } from '../../../model/event/codec.ts';
import type { Event } from '../../../model/event/event.ts';
import { headerBytes } from '../../../model/event/header-bytes.ts';
import { EventBusError } from '../error.ts';
import { toBusError } from './failure.ts';
import type { Publisher } from './publisher.ts';

/** Publishes an event as the contract of buses has it. */
export async function publish(publisher: Publisher, to: Address, event: Event): Promise<void> {
  if (to.class === 'event') checkSize(publisher, event);
  const address = toSubject(to);
  const headers = toHeaders(event);
  if (to.class === 'event') headers['Nats-Msg-Id'] = toMessageId(address, event);
  const subject = to.class === 'event' ? `${address}.${toSlot(event)}` : address;
  await publisher.send(subject, headers, event.data).catch((error: unknown) => {
    throw toBusError(error);
  });
}

function checkSize({ maxBytes }: Publisher, { data }: Event): void {
  const most = maxBytes - headerBytes;
  if (data.length > most)
    throw new EventBusError(
      'entryTooLarge',
      `the payload has ${data.length} bytes, the most is ${most}: the servers' max_payload less 64 KiB for headers`,
    );
}

/** The server stores it once within its duplicate window, which spares work: repeats are harmless anyway. */
function toMessageId(address: string, { source, id }: Event): string {
  // with the length, so that no two are spelled alike
  return hash('sha1', `${address} ${source.length} ${source}${id}`, 'base64url');
}
