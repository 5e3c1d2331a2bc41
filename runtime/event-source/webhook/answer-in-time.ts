import type { Clock } from '../../support/clock.ts';
import type { EmitErrorCode } from '../error.ts';
import { Refusal, tryLater } from './refusal.ts';

/**
 * Resolves once all of it is stored. Rejects with a `Refusal`: 503 where the bus is away, is full, or has not answered
 * after 4.5 s; 413 where it carries nothing that large.
 */
export type UntilStored = (work: Promise<unknown>) => Promise<void>;

interface Waiting {
  readonly since: number;
  reject(refusal: Refusal): void;
}

/** Senders are told within 5 s; GitHub waits for 10 s, and many for less. */
const longestMs = 4_500;
const fullRetrySeconds = 30;

/** The limit that the requests of one source wait with. Disposing it stops its clock: nobody may be waiting any more. */
export function answerInTime(clock: Clock): Disposable & { readonly untilStored: UntilStored } {
  // One timer for all: one each is about a tenth of what a request costs.
  let timer: Disposable | undefined;
  const oldestFirst = new Set<Waiting>();
  return {
    untilStored: (work) =>
      new Promise((resolve, reject) => {
        const waiting = { since: clock.now(), reject };
        oldestFirst.add(waiting);
        timer ??= clock.schedule(longestMs, refuseLate);
        work.then(
          () => {
            oldestFirst.delete(waiting);
            resolve();
          },
          (error: unknown) => {
            oldestFirst.delete(waiting);
            reject(toRefusal(error));
          },
        );
      }),
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };

  function refuseLate(): void {
    timer = undefined;
    const now = clock.now();
    for (const waiting of oldestFirst) {
      const leftMs = waiting.since + longestMs - now;
      // There is more left than in the beginning where the system's clock was set back.
      if (leftMs > 0 && leftMs <= longestMs) {
        timer = clock.schedule(leftMs, refuseLate);
        return;
      }
      oldestFirst.delete(waiting);
      waiting.reject(tryLater('the event bus did not answer in time, send it again'));
    }
  }
}

function toRefusal(error: unknown): Refusal {
  const { code, message } = error as { readonly code?: EmitErrorCode; readonly message?: string };
  if (code === 'eventTooLarge' || code === 'entryTooLarge') return new Refusal(413, `${message}, send less`);
  if (code === 'busFull')
    return tryLater('the event bus is full, nothing was stored, send it again later', fullRetrySeconds);
  return tryLater('the event was not stored, send it again');
}
