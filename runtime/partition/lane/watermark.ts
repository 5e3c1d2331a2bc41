import type { Position } from '../../event-bus/contract.ts';

/** Something that was taken from the log. */
export interface Taken {
  readonly offset: string;
  /** The frontier before it: whoever reads from here gets it again. */
  before: Position;
  finished: boolean;
}

/** What was taken from the log in its order, from the oldest that is unfinished on. */
export class Watermark<Item extends Taken> {
  #taken: (Item | Taken)[] = [];
  #head = 0;
  #unfinished = 0;

  /** How many are unfinished. */
  get unfinished(): number {
    return this.#unfinished;
  }

  /** How many are finished, but lie behind one that is not. */
  get heldUp(): number {
    return this.#taken.length - this.#head - this.#unfinished;
  }

  /** The oldest that is unfinished. */
  get oldest(): Item | undefined {
    return this.#taken[this.#head] as Item | undefined;
  }

  add(item: Item): void {
    this.#taken.push(item);
    this.#unfinished++;
  }

  /** Something that is finished already; it is remembered as long as something unfinished lies before it. */
  addFinished(offset: string, before: Position): void {
    if (this.#unfinished > 0) this.#taken.push({ offset, before, finished: true });
  }

  finish(item: Item): void {
    if (item.finished) return;
    item.finished = true;
    this.#unfinished--;
    while (this.#taken[this.#head]?.finished) this.#head++;
    if (this.#head === this.#taken.length) {
      this.#taken.length = 0;
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#taken.length) {
      this.#taken = this.#taken.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The offsets that are finished behind the oldest that is not. */
  done(): string[] {
    const offsets: string[] = [];
    for (let i = this.#head; i < this.#taken.length; i++) {
      const item = this.#taken[i] as Taken;
      if (item.finished) offsets.push(item.offset);
    }
    return offsets;
  }

  /** The log is read anew from here: what is unfinished is kept, by this frontier. */
  moveTo(before: Position): void {
    for (let i = this.#head; i < this.#taken.length; i++) (this.#taken[i] as Taken).before = before;
  }
}
