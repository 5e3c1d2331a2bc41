import type { SecretRef } from '../../model/secret-ref.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';

/** One kind of trigger: how it acts. `Options` are the action's, static; `Template` is what it is told per event. */
export interface TriggerAdapter<Options, Template> {
  /** Opens clients and pools, once a trigger. */
  open(context: TriggerContext<Options>): Promise<OpenTrigger<Template>>;
}

export interface TriggerContext<Options> {
  readonly options: Options;
  /** Where it stands, for messages: `ci/deploy/announce`. */
  readonly at: string;
  /** The value of a secret, as it is now. Rejects with a `TriggerError` that names it. */
  secret(ref: SecretRef): Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenTrigger<Template> extends AsyncDisposable {
  /** Acts once. It never retries, and never rejects for what the target did: that is an outcome. */
  act(request: ActRequest<Template>): Promise<Outcome>;
}

export interface ActRequest<Template> {
  /** The same on every attempt and after every crash: what makes the action idempotent where the target allows it. */
  readonly executionId: string;
  readonly attempt: number;
  readonly template: Template;
  /**
   * Aborts when the worker gives up draining, and at the trigger's time-out, with a `TimeoutError`: what the action makes
   * of that within a second is the outcome, else it is `retry`.
   */
  readonly signal: AbortSignal;
}

/** What came of an action. */
export type Outcome =
  | { readonly kind: 'done'; readonly detail?: string }
  /** It may succeed later; not before `afterMs` where the target said so. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** The target is there and cannot cope, or is away as a whole: it is tried again without end, and no attempt is counted. */
  | { readonly kind: 'busy'; readonly reason: string; readonly afterMs?: number }
  /** It never will. */
  | { readonly kind: 'failed'; readonly reason: string };
