import { type Event, metaExtension } from '../../model/event/event.ts';
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
  const { datacontenttype, dataschema } = draft;
  const extensions = toExtensions(draft);
  return {
    id: draft.id,
    source: draft.source ?? `/${origin.namespace}/${origin.eventSource}/${origin.event}`,
    type: draft.type ?? `eventwright.${origin.kind}`,
    time: draft.time ?? new Date(origin.nowMs).toISOString(),
    subject: draft.subject ?? origin.event,
    ...(datacontenttype !== undefined && { datacontenttype }),
    ...(dataschema !== undefined && { dataschema }),
    ...(extensions && { extensions }),
    data: draft.data,
  };
}

/** What the source says of itself is never the sender's to say. */
function toExtensions({ extensions, meta }: EventDraft): Readonly<Record<string, string>> | undefined {
  if (meta !== undefined) return { ...extensions, [metaExtension]: JSON.stringify(meta) };
  if (extensions === undefined || !Object.hasOwn(extensions, metaExtension)) return extensions;
  const { [metaExtension]: _, ...rest } = extensions;
  return rest;
}
