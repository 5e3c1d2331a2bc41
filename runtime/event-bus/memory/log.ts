import { Bell } from '../../support/bell.ts';
import { createIncarnation, toPosition } from './position.ts';

/** What a log holds: `sequence` counts from 1, without gaps; `size` is in bytes. */
export interface LogEntry {
  readonly sequence: number;
  readonly size: number;
}

/** A stretch of a log: the entries in it that were asked for, and the sequence of its last entry. */
export interface Batch<Entry> {
  readonly entries: readonly Entry[];
  readonly upTo: number;
  readonly atEnd: boolean;
}

const batchEntries = 1024;
const batchBytes = 1024 ** 2;
const scannedEntries = 16_384;

/** Entries in order: appended behind, trimmed in front, followed by readers. */
export class Log<Entry extends LogEntry> {
  readonly incarnation = createIncarnation();
  /** Rings when there is something new for readers. */
  readonly bell = new Bell();
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  #trimmed = 0;
  #bytes = 0;
  #removed = false;

  /** The sequence of the last entry that there has been; 0: there has been none. */
  get last(): number {
    return this.#trimmed + this.length;
  }

  /** The sequence of the last entry that is gone; 0: none is. */
  get trimmed(): number {
    return this.#trimmed;
  }

  get length(): number {
    return this.#entries.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get removed(): boolean {
    return this.#removed;
  }

  position(sequence: number): string {
    return toPosition(this.incarnation, sequence);
  }

  at(sequence: number): Entry | undefined {
    return this.#entries[this.#head + sequence - this.#trimmed - 1];
  }

  /** Appends the entry with the sequence `last + 1`. */
  append(entry: Entry): void {
    this.#entries.push(entry);
    this.#bytes += entry.size;
    this.bell.ring();
  }

  /** Removes entries up to and including a sequence. */
  trim(upTo: number): void {
    while (this.#trimmed < upTo && this.length > 0) {
      this.#bytes -= this.#entries[this.#head]?.size ?? 0;
      this.#entries[this.#head++] = undefined;
      this.#trimmed++;
    }
    // moving what is left only once it is the smaller part keeps trimming cheap
    if (this.#head <= this.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }

  /** Ends it: readers learn that their positions are lost. */
  remove(): void {
    this.#removed = true;
    this.bell.ring();
  }

  /** The next entries behind a sequence that match, bounded in number, in bytes and in what is looked at. */
  batch(after: number, matches: (entry: Entry) => boolean): Batch<Entry> {
    const entries: Entry[] = [];
    const end = Math.min(this.last, after + scannedEntries);
    let bytes = 0;
    let upTo = after;
    while (upTo < end && entries.length < batchEntries && bytes < batchBytes) {
      const entry = this.at(++upTo);
      if (!entry || !matches(entry)) continue;
      entries.push(entry);
      bytes += entry.size;
    }
    return { entries, upTo, atEnd: upTo === this.last };
  }
}
