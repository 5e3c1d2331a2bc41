/** Delays between tries: doubling from `minMs` to `maxMs`, each shortened by up to a half at random. */
export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #nextMs: number;

  constructor(options: { readonly random: () => number; readonly minMs?: number; readonly maxMs?: number }) {
    this.#minMs = options.minMs ?? 100;
    this.#maxMs = options.maxMs ?? 10_000;
    this.#random = options.random;
    this.#nextMs = this.#minMs;
  }

  next(): number {
    const delayMs = this.#nextMs * (1 - this.#random() / 2);
    this.#nextMs = Math.min(this.#nextMs * 2, this.#maxMs);
    return delayMs;
  }

  reset(): void {
    this.#nextMs = this.#minMs;
  }
}
