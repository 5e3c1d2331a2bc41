import { limits } from '../limits.ts';

/** A budget that is used up. The call in which it happened adds its path. */
export class BudgetSpent extends Error {}

/** One evaluation: the values of its variables, and what it may still spend. */
export class Run {
  readonly slots: unknown[];
  #steps: number = limits.steps;

  constructor(slots: number) {
    this.slots = new Array(slots).fill(undefined);
  }

  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new BudgetSpent(`more than ${limits.steps} steps`);
  }

  /** Counts the reading of a text. */
  scan(characters: number): void {
    this.spend(1 + (characters >>> 6));
  }

  /** Makes sure that a text of this length may be built. */
  allowText(characters: number): void {
    if (characters > limits.text) throw new BudgetSpent(`a text of more than ${limits.text} characters`);
  }

  /** Makes sure that a text of this length may be built, and counts it. */
  reserveText(characters: number): void {
    this.allowText(characters);
    this.scan(characters);
  }

  /** Makes sure that an array of this length may be built, and counts it. */
  reserveElements(elements: number): void {
    if (elements > limits.elements) throw new BudgetSpent(`an array of more than ${limits.elements} elements`);
    this.spend(1 + (elements >>> 4));
  }

  /** Makes sure that a value may be nested this deep, and counts a step. */
  enter(depth: number): void {
    if (depth > limits.depth) throw new BudgetSpent(`a value nested deeper than ${limits.depth}`);
    this.spend(1);
  }
}

/** A part of an expression, compiled. */
export type Evaluate = (run: Run) => unknown;

/** A function of the expression, compiled. It copies what it needs of `args`, which the caller may use again. */
export type Invoke = (run: Run, args: readonly unknown[]) => unknown;
