import type { Duration } from '../duration.ts';
import type { StoredExpression } from '../expression/stored-expression.ts';
import type { HttpActionSpec } from './http.ts';
import type { LogActionSpec } from './log.ts';

/** A trigger as a document holds it. */
export interface TriggerSpec {
  /** A condition over the names of dependencies. */
  readonly when: string;
  readonly action: ActionSpec;
  readonly template: StoredExpression;
  readonly retry: RetrySpec;
  /** How long one attempt may take. */
  readonly timeout: Duration;
  readonly suspended: boolean;
  /** Where a trigger that is new on the bus begins. */
  readonly start: 'now' | 'beginning' | { readonly time: string };
}

export type ActionSpec = HttpActionSpec | LogActionSpec;
export type ActionKind = ActionSpec['kind'];

/** The delay before attempt n + 1 is `duration · factor^(n-1)`, at most `cap`, give or take the share `jitter`. */
export interface RetrySpec {
  /** How often it is tried at the most, the first time included. */
  readonly steps: number;
  readonly duration: Duration;
  readonly factor: number;
  readonly cap: Duration;
  readonly jitter: number;
}
