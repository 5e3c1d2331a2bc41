import type { Explanation } from '../../runtime/sensor/explain.ts';
import type { EventRef } from '../../runtime/support/observation.ts';
import type { Waiting } from '../joins/waiting.ts';

/** What became of an event at a trigger, or at one of the dependencies that take it there. */
export type Finding = { readonly dependency?: string } & (
  | {
      readonly kind: 'fired';
      readonly at: number;
      readonly executionId: string;
      readonly attempts: number;
      readonly detail?: string;
      readonly others: readonly EventRef[];
    }
  /** It went into an execution whose end is not recorded. */
  | { readonly kind: 'joined'; readonly at: number; readonly executionId: string }
  | { readonly kind: 'waiting'; readonly waiting: Waiting }
  /** An execution of it is not settled. */
  | {
      readonly kind: 'acting';
      readonly executionId: string;
      readonly attempts: number;
      readonly nextAt: number;
      readonly others: readonly EventRef[];
      readonly lastError?: string;
    }
  /** An attempt has failed; it waits for the next, or is under way. */
  | { readonly kind: 'retrying'; readonly at: number; readonly attempt: number; readonly reason: string }
  /** Its dead letter is about to be stored. */
  | { readonly kind: 'givingUp'; readonly reason: string }
  | {
      readonly kind: 'deadLettered';
      readonly at: number;
      readonly attempts: number;
      readonly reason: string;
      readonly letter: string;
    }
  | { readonly kind: 'filtered'; readonly explanation: Explanation }
  /** Its filter let it pass, and the condition was decided false. */
  | { readonly kind: 'decidedFalse'; readonly at: number }
  | { readonly kind: 'superseded'; readonly at: number; readonly by: EventRef }
  | { readonly kind: 'duplicate'; readonly at: number; readonly seenAt: number }
  | { readonly kind: 'expired'; readonly at: number }
  | { readonly kind: 'reset'; readonly at: number; readonly tick: number }
  /** The trigger has not come to it, or acts on it for the first time. */
  | { readonly kind: 'unread'; readonly suspended: boolean }
  /** The trigger has not begun. */
  | { readonly kind: 'unplaced' }
  /** A journal cannot be read until its owner writes it anew. */
  | { readonly kind: 'unknown'; readonly partition: number }
  /** The trigger is done with it; how is recorded no more, or it was stored before the trigger began. */
  | { readonly kind: 'forgotten' }
);
