import type { Clock } from '../../support/clock.ts';
import { Refusal, tryLater } from './refusal.ts';

/** Senders are told within 5 s; GitHub waits for 10 s, and many for less. */
const longestMs = 4_500;
const fullRetrySeconds = 30;

/**
 * Resolves once all of it is stored. Rejects with a `Refusal`: 503 where the bus is away, is full, or has not answered
 * after 4.5 s; 413 where it carries nothing that large.
 */
export function untilStored(work: Promise<unknown>, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(longestMs, () =>
      reject(tryLater('the event bus did not answer in time, send it again')),
    );
    const settle = (then: () => void) => {
      timer[Symbol.dispose]();
      then();
    };
    work.then(
      () => settle(resolve),
      (error: unknown) => settle(() => reject(toRefusal(error))),
    );
  });
}

function toRefusal(error: unknown): Refusal {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  if (code === 'eventTooLarge') return new Refusal(413, `${message}, send less`);
  if (code === 'busFull')
    return tryLater('the event bus is full, nothing was stored, send it again later', fullRetrySeconds);
  return tryLater('the event was not stored, send it again');
}
