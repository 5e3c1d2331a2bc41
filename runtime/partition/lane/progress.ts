import type { Position, Stored } from '../../event-bus/contract.ts';
import type { Place } from './place.ts';
import { type Taken, Watermark } from './watermark.ts';

/** How many finished events one that is unfinished may hold up before it is parked. */
const maxDone = 256;

/** How far a lane is in the log: what lies behind where it stands, and has not ended. */
export class Progress<Item extends Taken> {
  readonly #place: Place;
  readonly #watermark = new Watermark<Item>();
  /** What a former owner finished behind its watermark, and this one has not come across. */
  readonly #done: Set<string>;

  constructor(place: Place, done: readonly string[] = []) {
    this.#place = place;
    this.#done = new Set(done);
  }

  /** How many are unfinished. */
  get unfinished(): number {
    return this.#watermark.unfinished;
  }

  /** What holds up the watermark, where it holds up more than a record should carry. */
  get blocker(): Item | undefined {
    return this.#watermark.heldUp > maxDone ? this.#watermark.oldest : undefined;
  }

  /** The frontier before the oldest that is unfinished. */
  get position(): Position {
    return this.#watermark.oldest?.before ?? this.#place.position;
  }

  /** Whether a message is behind it. One that a former owner finished is passed. */
  passes(stored: Stored): boolean {
    if (this.#place.knows(stored.offset)) return true;
    if (this.#done.size === 0 || !this.#done.has(stored.offset)) return false;
    this.pass(stored);
    return true;
  }

  /** Comes past a message that has ended. */
  pass(stored: Stored): void {
    const { position, ahead } = this.#place;
    if (ahead) this.#done.add(stored.offset);
    else this.#watermark.addFinished(stored.offset, position);
    this.#place.took(stored);
  }

  /** Comes past a message of which something has to be done. */
  take(stored: Stored, item: Item): void {
    item.before = this.#place.position;
    this.#watermark.add(item);
    this.#place.took(stored);
  }

  finish(item: Item): void {
    this.#watermark.finish(item);
    if (this.#place.ahead) this.#done.add(item.offset);
  }

  /** The offsets behind its position that are finished. */
  done(): readonly string[] {
    this.#done.forEach((offset) => {
      if (this.#place.covers(offset)) this.#done.delete(offset);
    });
    return [...this.#watermark.done(), ...this.#done];
  }

  /** The log is read anew from here; what is unfinished is kept. */
  moveTo(position: Position): void {
    this.#place.moveTo(position);
    this.#watermark.moveTo(position);
    this.#done.clear();
  }
}
