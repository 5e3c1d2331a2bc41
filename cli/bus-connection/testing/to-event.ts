import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';

/** An event of the source `hook`, with its address. */
export function toEvent(name: string, id: string, data: object): readonly [EventAddress, Event] {
  return [
    { class: 'event', namespace: 'default', eventSource: 'hook', event: name },
    {
      id,
      source: '/hook',
      type: name,
      time: '2026-01-01T00:00:00Z',
      datacontenttype: 'application/json',
      data: Buffer.from(JSON.stringify(data)),
    },
  ];
}
