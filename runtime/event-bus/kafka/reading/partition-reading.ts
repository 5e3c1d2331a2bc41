import type { RecordHeaders } from '../header-texts.ts';
import type { Topic } from '../topology.ts';

/** A record as a partition holds it. */
export interface Fetched {
  readonly offset: number;
  readonly storedAt: number;
  readonly headers: RecordHeaders;
  readonly value: Buffer | null;
  readonly bytes: number;
}

/** How far one partition has been read, and what of it waits to be taken. */
export class PartitionReading {
  readonly topic: Topic;
  readonly index: number;
  /** The offset to be fetched next. */
  next: number;
  /** Where it ends, as the last answer said. */
  end: number;
  /** The broker that is asked; below 0 where none is. */
  leader: number;
  /** Why it cannot be read at the moment. */
  trouble: string | undefined;
  /** Why reading it is over. */
  lost: string | undefined;
  #waiting: Fetched[] = [];
  #head = 0;
  #bytes = 0;
  #latest = 0;

  constructor(topic: Topic, index: number, { next, end }: { readonly next: number; readonly end: number }) {
    this.topic = topic;
    this.index = index;
    this.next = next;
    this.end = end;
    this.leader = topic.partitions[index]?.leader ?? -1;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get head(): Fetched | undefined {
    return this.#waiting[this.#head];
  }

  /** Whether more of it is there than waits here, and is on its way. */
  get isBehind(): boolean {
    return this.next < this.end && this.trouble === undefined && this.head === undefined;
  }

  get isAtEnd(): boolean {
    return this.next >= this.end && this.head === undefined;
  }

  /** When a record was stored that comes behind all others. */
  toStoredAt(ofLeader: number): number {
    // the clocks of two leaders may differ
    this.#latest = Math.max(this.#latest, ofLeader);
    return this.#latest;
  }

  add(record: Fetched): void {
    this.#waiting.push(record);
    this.#bytes += record.bytes;
    this.next = record.offset + 1;
  }

  take(): Fetched | undefined {
    const record = this.#waiting[this.#head];
    if (!record) return undefined;
    this.#head++;
    this.#bytes -= record.bytes;
    if (this.#head === this.#waiting.length) {
      this.#waiting = [];
      this.#head = 0;
    }
    return record;
  }
}
