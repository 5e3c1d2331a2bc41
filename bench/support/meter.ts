/** How fast a number of things happens, the first tenth left out: connections are opened in it. */
export class Meter {
  readonly #total: number;
  readonly #finished: () => void;
  #counted = 0;
  #begun = 0;
  #ended = 0;

  constructor(total: number, finished: () => void) {
    this.#total = total;
    this.#finished = finished;
  }

  count(): void {
    this.#counted++;
    if (this.#counted === this.#total / 10) this.#begun = performance.now();
    if (this.#counted < this.#total) return;
    this.#ended = performance.now();
    this.#finished();
  }

  get perSecond(): number {
    return ((this.#total * 0.9) / (this.#ended - this.#begun)) * 1000;
  }
}
