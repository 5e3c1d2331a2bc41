import type { Cells, CellText } from './cells.ts';

export interface BaseShare {
  readonly step: number;
  readonly isLast: boolean;
  readonly changes: readonly CellText[];
}

/**
 * The cells as a base tells them: a share at a time, as they are then, so that others are stored in between, and no more
 * than a share is held twice.
 */
export class BaseShares {
  readonly #cells: Iterator<[string, string]>;
  readonly #shareLength: number;
  /** What comes in meanwhile is stored already, and lies behind the others. */
  #left: number;
  /** The shares that were taken. */
  steps = 0;

  /** A share is about so many characters long. */
  constructor(cells: Cells, shareLength: number) {
    this.#cells = cells.texts();
    this.#left = cells.size;
    this.#shareLength = shareLength;
  }

  take(): BaseShare {
    const changes: CellText[] = [];
    for (let length = 0; this.#left > 0 && length < this.#shareLength; this.#left--) {
      const { value: cell, done } = this.#cells.next();
      if (done) {
        this.#left = 0;
        break;
      }
      const [key, json] = cell;
      changes.push(cell);
      length += key.length + json.length;
    }
    return { step: this.steps++, isLast: this.#left === 0, changes };
  }
}
