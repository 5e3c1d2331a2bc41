import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import { type DeadLetterOptions, storeDeadLetter } from '../dead-letter/store-dead-letter.ts';
import type { Lane } from '../lane/lane.ts';
import type { Run } from './run.ts';

export interface LettersOptions extends DeadLetterOptions {
  readonly trigger: TriggerName;
  /** `<namespace>/<worker>` */
  readonly worker: string;
  /** The bus has the letter. */
  readonly stored: (run: Run, reason: string) => void;
  /** There may be room for another. */
  readonly freed: () => void;
}

interface Letter {
  readonly run: Run;
  readonly reason: string;
}

const mostAtOnce = 64;

/** Executions that are given up, until the bus has their dead letters: some at once, so that many do not crowd it. */
export class Letters {
  readonly #options: LettersOptions;
  #waiting: Letter[] = [];
  #sending = 0;

  constructor(options: LettersOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.length + this.#sending;
  }

  add(run: Run, reason: string): void {
    run.lane.actionStarted();
    this.#waiting.push({ run, reason });
    this.#pump();
  }

  /** Drops what has not been sent: its partition goes. */
  drop(lane: Lane): void {
    const dropped = this.#waiting.filter(({ run }) => run.lane === lane);
    this.#waiting = this.#waiting.filter(({ run }) => run.lane !== lane);
    for (const { run } of dropped) run.lane.actionEnded();
  }

  #pump(): void {
    while (this.#sending < mostAtOnce) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#sending++;
      void this.#send(next);
    }
  }

  /** Settles an execution as soon as its dead letter is stored. */
  async #send({ run, reason }: Letter): Promise<void> {
    const { trigger, worker, stored, freed } = this.#options;
    const obsolete = () => run.lane.home.closed;
    await storeDeadLetter(trigger, { ...run, reason, worker }, { ...this.#options, obsolete });
    if (!obsolete()) stored(run, reason);
    this.#sending--;
    run.lane.actionEnded();
    this.#pump();
    freed();
  }
}
