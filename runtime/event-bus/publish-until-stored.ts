import { Backoff } from '../support/backoff.ts';
import { type Clock, sleep } from '../support/clock.ts';

interface Persistence {
  readonly clock: Clock;
  readonly random: () => number;
  /** It is not ours to publish any more. */
  readonly obsolete: () => boolean;
  readonly failed: (error: unknown) => void;
  /** Cuts a pause short. */
  readonly signal?: AbortSignal;
}

/** Publishes again and again, until the bus has stored it or it is obsolete. */
export async function publishUntilStored(
  publish: () => Promise<void>,
  { clock, random, obsolete, failed, signal }: Persistence,
): Promise<void> {
  const backoff = new Backoff(random);
  while (!obsolete()) {
    try {
      return await publish();
    } catch (error) {
      failed(error);
    }
    await sleep(clock, backoff.next(), signal).catch(() => {});
  }
}
