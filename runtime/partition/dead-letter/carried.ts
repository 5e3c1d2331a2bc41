import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';

/** An event of the log, and where it lay. */
export interface Carried {
  /** The message's own coordinate. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
}

/** The extensions that a message which carries an event may have; all others are the event's own. */
const ours: ReadonlySet<string> = new Set([
  ...['ewid', 'ewtype', 'ewoffset', 'ewaddress'],
  ...['ewreason', 'ewattempts', 'ewexecution', 'ewworker'],
  'ewnote',
]);

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
  const kept = Object.entries(message.extensions ?? {}).filter(([name]) => !ours.has(name));
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
