import type { EventAddress } from '../../../model/event/address.ts';
import { type Event, metaExtension } from '../../../model/event/event.ts';
import { reservedExtensions } from '../../../model/event/reserved-extensions.ts';

/** An event of the log, and where it lay. */
export interface Carried {
  /** The message's own coordinate. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
}

/**
 * A message that carries an event as it was, its payload's bytes included, under an id and a type of its own. Extensions
 * say the rest: `ewid`, `ewtype`, `ewoffset`, `ewaddress`, and what the message has to tell itself.
 */
export function carry(
  { offset, address: { namespace, eventSource, event: name }, event }: Carried,
  head: { readonly id: string; readonly type?: string; readonly extensions: Readonly<Record<string, string>> },
): Event {
  const { id, type = event.type, extensions } = head;
  return {
    ...event,
    id,
    type,
    extensions: {
      ...event.extensions,
      ...extensions,
      ewid: event.id,
      ...(type !== event.type && { ewtype: event.type }),
      ewoffset: offset,
      ewaddress: `${namespace}/${eventSource}/${name}`,
    },
  };
}

/** The event that a message carries; absent where it carries none. */
export function readCarried(message: Event): Carried | undefined {
  const { ewid, ewtype = message.type, ewoffset, ewaddress = '' } = message.extensions ?? {};
  const [namespace, eventSource, event, ...more] = ewaddress.split('/');
  if (ewid === undefined || ewoffset === undefined || !namespace || !eventSource || !event || more.length > 0)
    return undefined;
  const kept = Object.entries(message.extensions ?? {}).filter(([name]) => isTheEvents(name));
  const { extensions: _, ...attributes } = message;
  return {
    offset: ewoffset,
    address: { class: 'event', namespace, eventSource, event },
    event: {
      ...attributes,
      id: ewid,
      type: ewtype,
      ...(kept.length > 0 && { extensions: Object.fromEntries(kept) }),
    },
  };
}

/** Whether an extension of a message that carries an event is the event's own. */
function isTheEvents(name: string): boolean {
  return name === metaExtension || !reservedExtensions.has(name);
}
