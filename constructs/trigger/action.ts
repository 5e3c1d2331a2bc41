import type { PayloadSchema } from '../../model/payload.ts';
import type { Schema } from '../../model/schema.ts';
import type { PodNeeds } from '../workload/pod-needs.ts';

/**
 * What a trigger does, apart from its events: a kind, its fixed options, and what it must be told for each event.
 * `Template` is the type of what it is told. A new kind is a function that returns one of these.
 */
export interface Action<Template> {
  readonly kind: string;
  /** The connection and the fixed options. An event can change neither. */
  readonly options: object;
  /** Checks `{ kind, ...options }` and fills in its defaults. Without one, they are stored as they are. */
  readonly schema?: Schema<unknown, object>;
  /** What it needs of the pods that run it, apart from the secrets in its options. */
  readonly needs?: PodNeeds;
  /** The schema of what `template` returns, for what the compiler lets pass: a key too many. */
  readonly template?: PayloadSchema<Template>;
  /** Carries the template's type where there is no schema; never set. */
  readonly type?: Template;
}
