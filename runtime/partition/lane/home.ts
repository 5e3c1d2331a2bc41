import type { Json } from '../../../model/json.ts';
import type { Careful } from '../careful.ts';

/** The owned partition that a lane belongs to. */
export interface Home {
  readonly index: number;
  /** It is not ours any more, or about to be given up: what still runs is discarded. */
  readonly closed: boolean;
  /** Nothing new starts; what would wait is parked. */
  readonly draining: boolean;
  /** Present while inputs must be taken one by one. */
  readonly careful: Careful | undefined;
  /** An action of a lane that drains has ended. */
  actionEnded(): void;
  mayAct(): true | Promise<void>;
  /** A lane has something to store, soon. */
  touch(): void;
  put(key: string, value: Json | undefined): void;
  /** A cell as it will be once all that was put is stored. */
  get(key: string): Json | undefined;
  /** How many changes no record holds yet. */
  readonly unstored: number;
  /** Runs it once all that was put until now is stored; never where the partition is lost before. */
  whenStored(run: () => void): void;
}
