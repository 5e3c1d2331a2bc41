import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { Json } from '../../model/json.ts';
import { describe } from '../support/describe.ts';
import type { CompiledDependency } from './compiled-dependency.ts';
import type { CompiledTrigger } from './compiled-trigger.ts';
import { toJson } from './to-json.ts';

/** What a trigger makes of events. */
export type Rendered =
  | { readonly kind: 'rendered'; readonly template: Json }
  /** The reason names the trigger's part and the path that was missing. */
  | { readonly kind: 'deadLetter'; readonly reason: string };

/** The events of dependencies by their names, oldest first; what has not arrived is left out, or has none. */
export type GivenEvents = Readonly<Record<string, CloudEvent | readonly CloudEvent[]>>;

/**
 * Transforms the events of each dependency, then asks the template; a pure function of the two. A dependency's `collect`
 * alone says whether the template sees a list or which one event, so that events which were held under another rule are
 * seen as it is now. Dependencies that the trigger does not have are left out.
 */
export function render({ dependencies, template }: CompiledTrigger, given: GivenEvents): Rendered {
  let part = '';
  try {
    const events: Record<string, CloudEvent | readonly CloudEvent[]> = {};
    for (const dependency of dependencies) {
      const { name } = dependency;
      if (!Object.hasOwn(given, name)) continue;
      part = `dependency '${name}': transform`;
      const seen = collect(dependency, given[name] as CloudEvent);
      if (seen) events[name] = seen;
    }
    part = 'template';
    return { kind: 'rendered', template: toJson(template(events)) };
  } catch (error) {
    return { kind: 'deadLetter', reason: `${part}: ${describe(error)}` };
  }
}

function collect(
  { spec, transform }: CompiledDependency,
  given: CloudEvent | readonly CloudEvent[],
): CloudEvent | readonly CloudEvent[] | undefined {
  const change = (event: CloudEvent) => (transform ? { ...event, data: transform(event) } : event);
  const events = 'id' in given ? [given] : given;
  if (spec.collect === 'all') return events.length > 0 ? events.map(change) : undefined;
  const event = events.at(spec.collect === 'first' ? 0 : -1);
  return event && change(event);
}
