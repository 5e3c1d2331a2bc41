import type { EventSourceKind, EventSourceSpec } from '../../model/event-source/event-source.ts';
import type { EventSourceAdapter } from './contract.ts';

type SpecOf<Kind extends EventSourceKind> = Extract<EventSourceSpec, { readonly kind: Kind }>;
type Loaders = { readonly [Kind in EventSourceKind]: () => Promise<EventSourceAdapter<SpecOf<Kind>>> };

const loaders: Loaders = {
  calendar: async () => (await import('./calendar/adapter.ts')).calendar,
  webhook: async () => (await import('./webhook/adapter.ts')).webhook,
};

/** The adapter of a kind; its module and SDK are loaded only here. */
export function loadEventSource<Kind extends EventSourceKind>(kind: Kind): Promise<EventSourceAdapter<SpecOf<Kind>>> {
  return loaders[kind]();
}
