import type { Duration } from '../../model/duration.ts';
import type { Expression } from '../../model/expression/expression.ts';

/** How events that belong together find each other. */
export interface Correlation<E> {
  /** The key of each dependency's events. Events with equal keys meet. */
  readonly by: { readonly [K in keyof E]: Expression<Single<E[K]>, string | number> };
  /** How long the first event of a key waits for the others. A `!name` in a condition is decided when it ends. */
  readonly within: Duration;
}

/** One event of a dependency that collects a list of them. */
export type Single<T> = T extends readonly (infer E)[] ? E : T;
