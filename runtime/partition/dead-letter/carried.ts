import type { EventAddress } from '../../../model/event/address.ts';
import { type Event, metaExtension } from '../../../model/event/event.ts';
import { reservedExtensions } from '../../../model/event/reserved-extensions.ts';
import type { Json } from '../../../model/json.ts';
import { eventsOf, type Joined } from '../work/joined.ts';
import { type JoinedBody, readJoinedBody, toJoinedBody } from './joined-body.ts';

/** An event of the log, and where it lay. */
export interface Carried {
  /** The message's own coordinate. */
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  /** It completed a join: all of its events, this one among them. */
  readonly joined?: Joined;
}

/** What a message that carries an event says of its own. */
interface Head {
  readonly id: string;
  /** The event's, where absent. */
  readonly type?: string;
  readonly extensions: Readonly<Record<string, string>>;
  /** What was made of the events of a join; it is left out where it makes the data larger than `maxBytes`. */
  readonly template?: Json;
  readonly maxBytes?: number;
}

/**
 * A message that carries an event as it was, its payload's bytes included, under an id and a type of its own. Extensions
 * say the rest: `ewid`, `ewtype`, `ewoffset`, `ewaddress`, and what the message has to tell itself. One that carries the
 * events of a join has the attributes of the one that completed it, `ewjoined` says how many they are, and its data is JSON.
 */
export function carry(carried: Carried, head: Head): Event {
  const { offset, address, event, joined } = carried;
  const { namespace, eventSource, event: name } = address;
  const { id, type = event.type, extensions } = head;
  return {
    ...(joined ? toJoinedMessage(event, joined, head) : event),
    id,
    type,
    extensions: {
      ...event.extensions,
      ...extensions,
      ewid: event.id,
      ...(type !== event.type && { ewtype: event.type }),
      ewoffset: offset,
      ewaddress: `${namespace}/${eventSource}/${name}`,
      ...(joined && { ewjoined: String(eventsOf(joined).length) }),
    },
  };
}

/** The event that a message carries, and those that it was joined with; absent where it carries none. */
export function readCarried(message: Event): (Carried & Partial<JoinedBody>) | undefined {
  const { ewid, ewoffset, ewaddress = '', ewjoined } = message.extensions ?? {};
  const [namespace, eventSource, name, ...more] = ewaddress.split('/');
  if (ewid === undefined || ewoffset === undefined || !namespace || !eventSource || !name || more.length > 0)
    return undefined;
  const where = { offset: ewoffset, address: { class: 'event', namespace, eventSource, event: name } } as const;
  if (ewjoined === undefined) return { ...where, event: toCarriedEvent(message, ewid) };
  const body = readJoinedBody(message.data);
  const held = body && eventsOf(body.joined).find(({ offset }) => offset === ewoffset);
  return held && { ...where, event: held.event, ...body };
}

function toJoinedMessage(
  { dataschema: _, ...event }: Event,
  joined: Joined,
  { template, maxBytes = Number.POSITIVE_INFINITY }: Head,
): Event {
  const data = toJoinedBody({ joined, ...(template !== undefined && { template }) }, maxBytes);
  return { ...event, datacontenttype: 'application/json', data };
}

function toCarriedEvent({ extensions = {}, ...attributes }: Event, id: string): Event {
  const kept = Object.entries(extensions).filter(([name]) => isTheEvents(name));
  return {
    ...attributes,
    id,
    type: extensions.ewtype ?? attributes.type,
    ...(kept.length > 0 && { extensions: Object.fromEntries(kept) }),
  };
}

/** Whether an extension of a message that carries an event is the event's own. */
function isTheEvents(name: string): boolean {
  return name === metaExtension || !reservedExtensions.has(name);
}
