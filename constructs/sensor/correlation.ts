import type { Bindings, Expression } from '../../model/expression/expression.ts';
import { readExpression } from '../../model/expression/index.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import { type CorrelationSpec, correlationSchema, type WindowOptions } from '../../model/sensor/correlation.ts';
import { suggest } from '../../model/suggest.ts';
import type { Entry } from '../trigger/trigger.ts';

/** How events that belong together find each other. `Sent` are the events by name, as their sources send them. */
export interface Correlation<E, Bind = {}, Sent = {}> extends WindowOptions {
  /** Values and helper functions that `by` takes as its second argument. */
  readonly bind?: Bind & Bindings;
  /**
   * The key of each dependency's events, a text or a number, made of the event as its source sent it: before `transform`.
   * Events with equal keys meet.
   */
  readonly by: { readonly [K in keyof E]: Expression<Entry<Sent, K>, string | number, NoInfer<Bind>> };
}

/** A correlation whose types the compiler has checked. */
export type AnyCorrelation = Correlation<Readonly<Record<string, unknown>>, Bindings>;

/** What the document holds of it. Throws an `InvalidSpecError` that names the part that is wrong. */
export function toCorrelationSpec(
  { bind, by, ...window }: AnyCorrelation,
  dependencies: readonly string[],
  at: string,
): CorrelationSpec {
  const keys = Object.entries({ ...by });
  const unknown = keys.find(([name]) => !dependencies.includes(name));
  if (unknown)
    throw new InvalidSpecError(`${at}: by: '${unknown[0]}' is no dependency${suggest(unknown[0], dependencies)}`);
  const read = keys.map(([name, key]) => [
    name,
    readExpression(key, { at: `${at}: by.${name}`, ...(bind && { bind }) }),
  ]);
  return parseSpec(correlationSchema, { by: Object.fromEntries(read), ...window }, at);
}
