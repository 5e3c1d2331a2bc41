import { toMs } from '../../model/duration.ts';
import type { RetrySpec } from '../../model/trigger/retry.ts';

/** An attempt that ended, and what came of it. */
export interface EndedAttempt {
  /** 1 for the first; what met a busy target does not count. */
  readonly attempt: number;
  /** The same, and that counts too. */
  readonly tries: number;
  readonly outcome:
    | { readonly kind: 'done' }
    | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
    | { readonly kind: 'busy'; readonly reason: string; readonly afterMs?: number }
    | { readonly kind: 'failed'; readonly reason: string };
  /** From 0 up to 1. */
  readonly random: () => number;
}

export type Delivery =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'deadLetter'; readonly reason: string };

/** No target may ask for more patience. */
const longestAfterMs = 3_600_000;
/** A target that was busy may be back at any time. */
const longestBusyMs = 30_000;

/** What follows from an attempt: it is done, it is tried again, or it is given up. */
export function afterAttempt(retry: RetrySpec, { attempt, tries, outcome, random }: EndedAttempt): Delivery {
  if (outcome.kind === 'done') return { kind: 'done' };
  if (outcome.kind === 'failed' || (outcome.kind === 'retry' && attempt >= retry.steps))
    return { kind: 'deadLetter', reason: outcome.reason };
  const grownMs =
    outcome.kind === 'busy' ? Math.min(toDelayMs(retry, tries), longestBusyMs) : toDelayMs(retry, attempt);
  const delayMs = grownMs * (1 + retry.jitter * (2 * random() - 1));
  return { kind: 'retry', delayMs: Math.max(delayMs, Math.min(outcome.afterMs ?? 0, longestAfterMs)) };
}

function toDelayMs({ duration, factor, cap }: RetrySpec, nth: number): number {
  // a factor that has grown to infinity would make 0 · factor no number
  const grown = Math.min(factor ** (nth - 1), Number.MAX_VALUE);
  return Math.min(toMs(duration) * grown, toMs(cap));
}
