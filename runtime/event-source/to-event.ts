import { type Event, metaExtension, type OptionalAttributes, optionalAttributes } from '../../model/event/event.ts';
import { reservedExtensions } from '../../model/event/reserved-extensions.ts';
import type { EventDraft } from './contract.ts';

/** Where an event comes from: what fills in the attributes that its draft leaves open. */
export interface Origin {
  readonly namespace: string;
  readonly eventSource: string;
  readonly event: string;
  readonly kind: string;
  readonly nowMs: number;
}

/**
 * By default: source `/<namespace>/<event source>/<event>`, so that the same id at two endpoints is two events; type
 * `eventwright.<kind>`, subject the event's name, time now.
 */
export function toEvent(draft: EventDraft, origin: Origin): Event {
  const extensions = toExtensions(draft);
  return {
    id: draft.id,
    source: draft.source ?? `/${origin.namespace}/${origin.eventSource}/${origin.event}`,
    type: draft.type ?? `eventwright.${origin.kind}`,
    time: draft.time ?? new Date(origin.nowMs).toISOString(),
    subject: origin.event,
    ...toOptional(draft),
    ...(extensions && { extensions }),
    data: draft.data,
  };
}

function toOptional(draft: EventDraft): OptionalAttributes {
  const attributes: OptionalAttributes = {};
  for (const name of optionalAttributes) {
    const value = draft[name];
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

function toExtensions({ extensions, meta }: EventDraft): Readonly<Record<string, string>> | undefined {
  const sent = extensions && withoutReserved(extensions);
  return meta === undefined ? sent : { ...sent, [metaExtension]: JSON.stringify(meta) };
}

/** What the source says of itself, and the product of an event, is never the sender's to say. */
function withoutReserved(extensions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(extensions);
  if (!names.some((name) => reservedExtensions.has(name))) return extensions;
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !reservedExtensions.has(name)));
}
