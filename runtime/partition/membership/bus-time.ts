const samples = 8;

/** How far this process's clock is ahead of the bus's, as its own messages show that come back. */
export class BusTime {
  #aheadMs: number[] = [];

  /** A message came back that the bus stored; both in milliseconds since 1970. */
  heard(now: number, storedAt: number): void {
    this.#aheadMs = [...this.#aheadMs, now - storedAt].slice(-samples);
  }

  /** What the bus's clock shows, or a little less: the way back takes time. */
  at(now: number): number {
    return this.#aheadMs.length > 0 ? now - Math.min(...this.#aheadMs) : now;
  }
}
