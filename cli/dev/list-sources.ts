import type { Document } from '../../model/document/document.ts';
import { localEventSource } from '../event-source/index.ts';
import type { Paint } from './paint.ts';

/** What listens where, and what it may cause: a line for each event, and for each trigger. */
export function listSources(
  documents: readonly Document[],
  { url, now, paint }: { readonly url: string; readonly now: number; readonly paint: Paint },
): string[] {
  const events = documents.flatMap((document) => {
    if (document.kind !== 'EventSource') return [];
    const { metadata, spec } = document;
    return Object.keys(spec.events).map((event) => ({
      name: `${metadata.name}/${event}`,
      what: localEventSource(spec).describe(spec, event, { url, now }),
    }));
  });
  const triggers = documents.flatMap((document) => {
    if (document.kind !== 'Sensor') return [];
    const { metadata, spec } = document;
    return Object.entries(spec.triggers).map(([trigger, { when, action, suspended }]) => ({
      name: `${metadata.name}/${trigger}`,
      what: `${action.kind} when ${when}${suspended ? ', suspended' : ''}`,
    }));
  });
  const width = Math.max(...[...events, ...triggers].map(({ name }) => name.length));
  const toLine = ({ name, what }: { name: string; what: string }) => `  ${paint('bold', name.padEnd(width))}  ${what}`;
  return ['Events', ...events.map(toLine), 'Triggers', ...triggers.map(toLine)];
}
