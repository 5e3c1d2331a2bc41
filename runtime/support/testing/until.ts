import { setTimeout as delay } from 'node:timers/promises';

/** Longer than any test takes; who waits in vain must not keep its process. */
const longestMs = 120_000;

/** Resolves once something holds, asking again every so often; rejects after two minutes. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 5): Promise<void> {
  const end = Date.now() + longestMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it did not come to hold within ${longestMs} ms: ${holds}`);
    await delay(everyMs);
  }
}
