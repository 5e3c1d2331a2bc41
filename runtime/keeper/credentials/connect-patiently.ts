import { BusRefusedError } from '../../event-bus/error.ts';
import type { Starting } from '../../process/starting.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import { joinProblems } from '../join-problems.ts';
import type { Issuing } from './start-issuing.ts';

export interface PatienceOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly starting: Pick<Starting, 'tell'>;
  /** Absent where somebody else makes them. */
  readonly credentials: Pick<Issuing, 'problems'> | undefined;
}

const againMs = 2_000;

/** Where the keeper makes the credentials itself, servers that refuse have not heard of them yet: it waits for that. */
export async function connectPatiently<T>(
  connect: () => Promise<T>,
  { clock, signal, starting, credentials }: PatienceOptions,
): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (!credentials || !(error instanceof BusRefusedError)) throw error;
      starting.tell(joinProblems([error.message, ...credentials.problems]));
      await sleep(clock, againMs, signal);
    }
  }
}
