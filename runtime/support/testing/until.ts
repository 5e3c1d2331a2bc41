import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once something holds, asking again every so often: for ever, so that the test's own limit ends it. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 5): Promise<void> {
  while (!(await holds())) await delay(everyMs);
}
