import type { Bindings, Expression } from '../../model/expression/expression.ts';
import { readExpression } from '../../model/expression/index.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import { type CorrelationSpec, correlationSchema, type WindowOptions } from '../../model/sensor/correlation.ts';
import { suggest } from '../../model/suggest.ts';

/** How events that belong together find each other. */
export interface Correlation<E, Bind = {}> extends WindowOptions {
  /** Values and helper functions that `by` takes as its second argument. */
  readonly bind?: Bind & Bindings;
  /** The key of each dependency's events, a text or a number. Events with equal keys meet. */
  readonly by: { readonly [K in keyof E]: Expression<Single<E[K]>, string | number, NoInfer<Bind>> };
}

/** One event of a dependency that collects a list of them. */
export type Single<T> = T extends readonly (infer E)[] ? E : T;

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
