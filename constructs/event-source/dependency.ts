import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { Bindings, Expression } from '../../model/expression/expression.ts';
import { readExpression } from '../../model/expression/index.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import type { Collect } from '../../model/sensor/collect.ts';
import { type DependencySpec, dependencySchema, type OnFilterError } from '../../model/sensor/sensor.ts';
import type { TimeOfDay } from '../../model/sensor/time-of-day.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';

/** One event of a source, as a sensor depends on it. `E` is what triggers see. */
export interface Dependency<E> {
  readonly bus: IEventBus;
  readonly spec: DependencySpec;
  /** Carries the event's type to the sensor; never set. */
  readonly type?: E;
}

/** What triggers see of a dependency: one event, or with `collect: 'all'` a list of one or more. */
export type Collected<E, C> = C extends 'all' ? readonly [E, ...E[]] : E;

/** What a sensor makes of the events it depends on, before its triggers see them. */
export interface DependencyOptions<Data, Meta, To, Bind, C> {
  /** Values and helper functions that `filter` and `transform` take as their second argument. */
  readonly bind?: Bind;
  /** Which events count. The others are counted as filtered. */
  readonly filter?: Expression<CloudEvent<Data, Meta>, boolean, NoInfer<Bind>>;
  /** Makes what triggers see as `data`. Runs after `filter`. */
  readonly transform?: Expression<CloudEvent<Data, Meta>, To, NoInfer<Bind>>;
  /** What becomes of an event whose filter cannot be evaluated. Default: `'deadLetter'`, with the path that was missing. */
  readonly onFilterError?: OnFilterError;
  /** Which part of each day counts, by the events' own `time`. The others are counted as filtered. */
  readonly during?: TimeOfDay;
  /** What a join keeps of the events of one key: the `'latest'`, the `'first'`, or a list with `'all'`. */
  readonly collect?: C;
  /** How many events a list holds, with `collect: 'all'`; the oldest gives way. */
  readonly maxEvents?: number;
}

/** Where a dependency's events come from. */
export interface DependencySource {
  readonly name: string;
  readonly namespace?: string;
  readonly bus: IEventBus;
}

/** `options` were checked by the compiler against the source's own events. */
export function toDependency<E>(
  source: DependencySource,
  event: string,
  options: DependencyOptions<never, never, unknown, Bindings, Collect> & { readonly at: string },
): Dependency<E> {
  const { at, bind, filter, transform, ...rest } = options;
  if (rest.maxEvents !== undefined && rest.collect !== 'all')
    throw new InvalidSpecError(
      `${at}: maxEvents ${rest.maxEvents}: only collect: 'all' makes a list; add it, or take 'maxEvents' out`,
    );
  const spec = {
    ...(source.namespace !== undefined && { namespace: source.namespace }),
    eventSource: source.name,
    event,
    ...(filter && { filter: readExpression(filter, { at: `${at}: filter`, ...(bind && { bind }) }) }),
    ...(transform && { transform: readExpression(transform, { at: `${at}: transform`, ...(bind && { bind }) }) }),
    ...rest,
  };
  return { bus: source.bus, spec: parseSpec(dependencySchema, spec, at) };
}
