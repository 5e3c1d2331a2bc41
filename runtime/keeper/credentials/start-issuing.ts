import type { Clock } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import { Gate } from '../../support/gate.ts';
import type { Log } from '../../support/log.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { Secrets } from '../../support/secrets.ts';
import { joinProblems } from '../join-problems.ts';
import { Trouble } from '../trouble.ts';
import type { Issuance, Issuer, IssuingReport } from './issuer.ts';
import type { StoredSecret } from './secret-store.ts';

export interface IssuingOptions {
  readonly issuer: Pick<Issuer, 'run'>;
  /** Asked before each round. */
  readonly issuance: () => Issuance;
  readonly clock: Clock;
  readonly log: Log;
  /** After each round: what it found, or why it found nothing. */
  readonly onRound: (outcome: IssuingReport | Error) => void;
}

/** Credentials that are looked after. Disposing it ends that; they stay. */
export interface Issuing extends AsyncDisposable {
  /** What is declared has changed: the next round begins at once. */
  nudge(): void;
  /** The Secrets of this namespace's clients as they were made, whether or not they are mounted by now. */
  readonly secrets: Pick<Secrets, 'read'>;
  /** What is wrong, in a sentence each. */
  readonly problems: readonly string[];
}

const everyMs = 15_000;
const waitingMs = 1_000;
const failedMs = 1_000;

/** Round after round; `secrets` of others are read from `others`. */
export function startIssuing(options: IssuingOptions, others: Pick<Secrets, 'read'>): Issuing {
  const { issuer, issuance, clock, log, onRound } = options;
  const ended = new AbortController();
  const changed = new Gate();
  let nudged = false;
  let failures = 0;
  let own: ReadonlyMap<string, StoredSecret> = new Map();
  let problems: readonly string[] = ['the credentials are not made yet'];
  const running = run();

  return {
    nudge() {
      nudged = true;
      changed.open();
    },
    secrets: {
      async read(ref) {
        return own.get(ref.name)?.data[ref.key] ?? others.read(ref);
      },
    },
    get problems() {
      return problems;
    },
    async [Symbol.asyncDispose]() {
      ended.abort(new DOMException('the keeper ends', 'AbortError'));
      await running;
    },
  };

  async function run(): Promise<void> {
    const trouble = new Trouble({ clock, log, what: 'not all credentials are as they should be; it is tried again' });
    while (!ended.signal.aborted) {
      nudged = false;
      const againMs = await round(trouble);
      if (nudged) continue;
      using _ = clock.schedule(againMs, () => changed.open());
      await orAborted(changed.wait(), ended.signal).catch(() => {});
    }
  }

  async function round(trouble: Trouble): Promise<number> {
    try {
      const report = await issuer.run(issuance());
      // what could not be read now is as it was
      own = new Map([...own, ...report.own]);
      problems = report.problems;
      if (problems.length > 0) trouble.tell(joinProblems(problems));
      else trouble.end();
      onRound(report);
      if (problems.length > 0) return toBackoffMs(failures++);
      failures = 0;
      return report.waiting ? waitingMs : everyMs;
    } catch (error) {
      if (ended.signal.aborted) return 0;
      problems = [describe(error)];
      trouble.tell(error);
      onRound(error as Error);
      return toBackoffMs(failures++);
    }
  }
}

function toBackoffMs(failures: number): number {
  return Math.min(everyMs, failedMs * 2 ** failures);
}
