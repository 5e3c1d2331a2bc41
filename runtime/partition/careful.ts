import type { Json } from '../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { Turns } from '../support/turns.ts';
import { tryingKey } from './cell-names.ts';

/** An event, for one of the triggers that take it. */
export interface Input {
  readonly trigger: TriggerName;
  readonly offset: string;
}

/** What becomes of an input that is tried. */
export interface Trial {
  readonly run: () => void | Promise<void>;
  /** It must not be tried again, for this reason. */
  readonly condemn: (reason: string) => void;
}

/** An input that is being taken alone. */
interface Trying {
  /** `<trigger>/<offset>` */
  readonly input: string;
  /** How often the worker died over it, the deaths included that made it suspect. */
  readonly deaths: number;
  /** How often it died while this input alone was under way. */
  readonly alone: number;
}

/** So many deaths without progress make a partition careful. */
const deathsUntilCareful = 3;

/** So many deaths while it was taken alone condemn an input: fewer may be somebody else's doing. */
const deathsUntilGuilty = 3;

export interface CarefulOptions {
  readonly cells: ReadonlyMap<string, Json>;
  readonly deathsWithoutProgress: number;
  /** Whoever may not act yet is under no suspicion. */
  readonly mayAct: () => true | Promise<void>;
  /** Keeps other careful partitions of the process out meanwhile: who dies over one input takes all down with it. */
  readonly takeTurn: (run: () => Promise<void>) => Promise<void>;
  /** Resolves once the cell is stored. */
  readonly store: (trying: Json | undefined) => Promise<void>;
}

/**
 * Finds the input that kills its worker. Deaths without progress blame nobody: they only make the successor take one
 * input at a time, named in the journal before and removed after. An input that stands there at a claim was alone under
 * way when the worker died; so a worker that is killed idle, or between two inputs, condemns none.
 */
export class Careful {
  readonly #options: CarefulOptions;
  readonly #found: Trying | undefined;
  readonly #turns = new Turns();
  #queued = 0;
  #over = false;

  /** Whether a partition that is claimed in this state must be careful. */
  static isDue({ cells, deathsWithoutProgress }: Pick<CarefulOptions, 'cells' | 'deathsWithoutProgress'>): boolean {
    return deathsWithoutProgress >= deathsUntilCareful || cells.has(tryingKey);
  }

  constructor(options: CarefulOptions) {
    this.#options = options;
    const found = options.cells.get(tryingKey) as unknown as Trying | undefined;
    this.#found = found && { ...found, deaths: found.deaths + 1, alone: found.alone + 1 };
  }

  /** Inputs need no more care. */
  get over(): boolean {
    return this.#over;
  }

  /** Nothing is under way, and nothing waits for its turn. */
  get idle(): boolean {
    return this.#queued === 0;
  }

  /** The backlog is behind. */
  end(): void {
    this.#over = true;
    this.#acquit();
  }

  /** The worker is told to end: if it dies before it has, that is no input's doing. */
  leave(): void {
    this.#acquit();
  }

  /** Condemns an input, or runs what it causes while nothing else of the partition runs, nor of another careful one. */
  take({ trigger, offset }: Input, { run, condemn }: Trial): Promise<void> {
    const input = `${toTriggerKey(trigger)}/${offset}`;
    const verdict = this.#verdict(input);
    if (verdict === undefined) return this.#takeAlone(input, run);
    condemn(verdict);
    return Promise.resolve();
  }

  #verdict(input: string): string | undefined {
    const guilty = this.#found?.input === input && this.#found.alone >= deathsUntilGuilty;
    return guilty ? `killed its worker ${this.#found.deaths} times` : undefined;
  }

  #takeAlone(input: string, run: Trial['run']): Promise<void> {
    this.#queued++;
    const { mayAct, takeTurn } = this.#options;
    return this.#turns.take(async () => {
      try {
        // nobody else waits for one that may not act yet
        await mayAct();
        await takeTurn(() => this.#try(input, run));
      } finally {
        this.#queued--;
      }
    });
  }

  #acquit(): void {
    // where it cannot be stored, the partition is lost
    this.#options.store(undefined).catch(() => {});
  }

  async #try(input: string, run: Trial['run']): Promise<void> {
    const { deathsWithoutProgress, mayAct, store } = this.#options;
    const known = this.#found?.input === input ? this.#found : undefined;
    const trying: Trying = known ?? { input, deaths: deathsWithoutProgress, alone: 0 };
    await mayAct();
    await store(trying as unknown as Json);
    await run();
    await store(undefined);
  }
}
