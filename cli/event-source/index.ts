import type { EventSourceKind, EventSourceSpec } from '../../model/event-source/event-source.ts';
import { calendar } from './calendar.ts';
import type { LocalEventSource } from './local-event-source.ts';
import { webhook } from './webhook.ts';

type Table = {
  readonly [Kind in EventSourceKind]: LocalEventSource<Extract<EventSourceSpec, { readonly kind: Kind }>>;
};

const table: Table = { webhook, calendar };

export function localEventSource<Spec extends EventSourceSpec>(spec: Spec): LocalEventSource<Spec> {
  return table[spec.kind] as unknown as LocalEventSource<Spec>;
}
