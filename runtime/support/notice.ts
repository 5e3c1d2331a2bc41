import type { Clock } from './clock.ts';

const changedMs = 10_000;
const repeatedMs = 60_000;

/** Says what is wrong at most every 10 s, and the same again after a minute. */
export function createNotice(clock: Pick<Clock, 'now'>, say: (reason: string) => void): (reason: string) => void {
  let said: string | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  return (reason) => {
    const since = clock.now() - saidAt;
    if (since < (reason === said ? repeatedMs : changedMs)) return;
    said = reason;
    saidAt = clock.now();
    say(reason);
  };
}
