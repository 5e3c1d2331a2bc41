import type { Clock } from '../../support/clock.ts';
import { BusUnavailableError } from '../error.ts';
import { isPassing } from './api-error.ts';

export interface ServiceWatchOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Called when what is asked about a stream has not been served for long, with the stream's name. */
  leave(about: string): void;
}

interface Unserved {
  readonly since: number;
  readonly last: number;
  readonly patienceMs: number;
}

const firstPatienceMs = 15_000;
/** No other server may serve it, either. */
const longestPatienceMs = 240_000;
/** What was not served so long ago says nothing of now. */
const forgottenMs = 60_000;

/**
 * Notices a server that is cut off from the others: it takes what is asked and nobody answers, or it knows of no leader.
 * Nothing else would make its clients go to another one.
 */
export class ServiceWatch {
  readonly #options: ServiceWatchOptions;
  readonly #unserved = new Map<string, Unserved>();

  constructor(options: ServiceWatchOptions) {
    this.#options = options;
  }

  /** Hears how it ends with what was asked: `STREAM.INFO.ew-events`. */
  async follow<Answer>(subject: string, asked: Promise<Answer>): Promise<Answer> {
    const about = subject.split('.')[2] ?? subject;
    try {
      const answer = await asked;
      if (isLeaderless(answer)) this.#miss(about);
      else this.#unserved.delete(about);
      return answer;
    } catch (error) {
      if (error instanceof BusUnavailableError || isPassing(error)) this.#miss(about);
      else this.#unserved.delete(about);
      throw error;
    }
  }

  #miss(about: string): void {
    const now = this.#options.clock.now();
    const known = this.#unserved.get(about);
    const sinceLastMs = known ? now - known.last : Number.NaN;
    // the system's clock may have been set
    const goesOn = sinceLastMs >= 0 && sinceLastMs <= forgottenMs;
    const { since, patienceMs } = known && goesOn ? known : { since: now, patienceMs: firstPatienceMs };
    const isOver = now - since >= patienceMs;
    this.#unserved.set(
      about,
      isOver
        ? { since: now, last: now, patienceMs: Math.min(2 * patienceMs, longestPatienceMs) }
        : { since, last: now, patienceMs },
    );
    if (isOver) this.#options.leave(about);
  }
}

function isLeaderless(answer: unknown): boolean {
  const { cluster } = answer as { readonly cluster?: { readonly leader?: string } };
  return cluster !== undefined && !cluster.leader;
}
