import { reaches } from '../../event-bus/compare-positions.ts';
import type { EventBus, Position, Stored } from '../../event-bus/contract.ts';

/** Whoever reads the log: its position lies behind all that it has offered. */
export interface Reading {
  readonly position: Position;
  /** It has read everything that was stored when the bus said so. */
  readonly atEnd: boolean;
  /** When the bus stored what it read last, in milliseconds since 1970; absent while it has read nothing. */
  readonly storedAt: number | undefined;
  /** Asks the bus anew how far it has come. */
  refresh(): void;
}

export type Frontiers = Pick<EventBus, 'covers' | 'earliest'>;

/** Where a lane stands in the log: at its reader's position, further on, or still, while nobody reads for it. */
export class Place {
  readonly #frontiers: Frontiers;
  #reader: Reading | undefined;
  #still: Position;
  /** Set while it stands further than its reader. */
  #ahead: Position | undefined;
  /** What it took while it stood further than its reader. */
  readonly #taken = new Set<string>();
  /** What it took last, and where its reader stood then. */
  #last: Pick<Stored, 'offset' | 'position'> | undefined;
  #lastBefore: Position | undefined;

  constructor(frontiers: Frontiers, position: Position) {
    this.#frontiers = frontiers;
    this.#still = position;
  }

  get reader(): Reading | undefined {
    return this.#reader;
  }

  /** The frontier behind everything it was offered. */
  get position(): Position {
    const reader = this.#reader;
    if (!reader) return this.#still;
    if (this.ahead) return this.#ahead as Position;
    // a reader moves on only when all its lanes have been offered a message
    return reader.position === this.#lastBefore && this.#last ? this.#last.position : reader.position;
  }

  /** Whether it stands further than its reader. */
  get ahead(): boolean {
    if (this.#ahead === undefined || !this.#reader) return false;
    const { position } = this.#reader;
    if (position !== this.#ahead && this.#frontiers.earliest([position, this.#ahead]) !== this.#ahead) return true;
    this.#ahead = undefined;
    this.#taken.clear();
    return false;
  }

  /** Whether it lies behind all that another frontier does. */
  reaches(position: Position): boolean {
    return reaches(this.#frontiers, this.position, position) === true;
  }

  unfollow(): void {
    this.#still = this.position;
    this.#reader = undefined;
    this.#lastBefore = undefined;
  }

  /** Follows a reader that stands where the lane does, or before. */
  follow(reader: Reading): void {
    this.#reader = reader;
    this.#ahead = reader.position === this.#still ? undefined : this.#still;
  }

  /** Whether it has been offered a message before. */
  knows(offset: string): boolean {
    if (offset === this.#last?.offset || this.#taken.has(offset)) return true;
    return this.#ahead !== undefined && this.#frontiers.covers(this.#ahead, offset);
  }

  took(stored: Pick<Stored, 'offset' | 'position'>): void {
    if (this.#ahead !== undefined) this.#taken.add(stored.offset);
    this.#last = stored;
    this.#lastBefore = this.#reader?.position;
  }

  covers(offset: string): boolean {
    return this.#frontiers.covers(this.position, offset);
  }

  /** Forgets where it stood: what lay behind it is lost, or made anew. */
  moveTo(position: Position): void {
    this.#reader = undefined;
    this.#still = position;
    this.#ahead = undefined;
    this.#taken.clear();
    this.#last = undefined;
    this.#lastBefore = undefined;
  }
}
