import type { EventAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import { programNamespace } from './program.ts';

/** Where the program's webhook publishes. */
export const pushAddress: EventAddress = {
  class: 'event',
  namespace: programNamespace,
  eventSource: 'github',
  event: 'push',
};

/** A push to main, of about 450 bytes, as the program's webhook would publish it. */
export function toPushEvent(n: number): Event {
  return {
    id: `event-${n}`,
    source: `/${programNamespace}/github`,
    type: 'eventwright.webhook',
    subject: 'push',
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify({ n, ref: 'refs/heads/main', note: 'x'.repeat(400) })),
  };
}
