import type { Clock } from '../../support/clock.ts';

interface Due<Item> {
  readonly at: number;
  readonly item: Item;
}

/** Things that wait for their time: a heap, and one timer for the earliest. */
export class DueQueue<Item> implements Disposable {
  readonly #clock: Clock;
  readonly #due: (item: Item) => void;
  #heap: Due<Item>[] = [];
  #timer: { readonly at: number; readonly handle: Disposable } | undefined;

  constructor(clock: Clock, due: (item: Item) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  add(at: number, item: Item): void {
    const heap = this.#heap;
    const added = { at, item };
    let i = heap.push(added) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Due<Item>;
      if (above.at <= at) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = added;
    this.#arm();
  }

  /** Takes out what matches, whenever it would be due. */
  take(matches: (item: Item) => boolean): Item[] {
    const taken = this.#heap.filter(({ item }) => matches(item));
    if (taken.length > 0) {
      // a sorted array is a heap
      this.#heap = this.#heap.filter(({ item }) => !matches(item)).sort((a, b) => a.at - b.at);
    }
    return taken.map(({ item }) => item);
  }

  [Symbol.dispose](): void {
    this.#heap = [];
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = undefined;
  }

  #arm(): void {
    const next = this.#heap[0];
    if (!next || (this.#timer && this.#timer.at <= next.at)) return;
    this.#timer?.handle[Symbol.dispose]();
    const handle = this.#clock.schedule(Math.max(0, Math.ceil(next.at - this.#clock.now())), () => this.#fire());
    this.#timer = { at: next.at, handle };
  }

  #fire(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    for (let next = this.#heap[0]; next && next.at <= now; next = this.#heap[0]) {
      this.#pop();
      this.#due(next.item);
    }
    this.#arm();
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Due<Item>;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && (heap[right] as Due<Item>).at < (heap[left] as Due<Item>).at ? right : left;
      const below = heap[child] as Due<Item>;
      if (below.at >= last.at) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
  }
}
