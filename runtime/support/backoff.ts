const minMs = 100;
const maxMs = 10_000;

/** Delays between tries: doubling from 100 ms to 10 s, each shortened by up to a half at random. */
export class Backoff {
  readonly #random: () => number;
  #nextMs = minMs;

  constructor(random: () => number) {
    this.#random = random;
  }

  next(): number {
    const delayMs = this.#nextMs * (1 - this.#random() / 2);
    this.#nextMs = Math.min(this.#nextMs * 2, maxMs);
    return delayMs;
  }

  reset(): void {
    this.#nextMs = minMs;
  }
}
