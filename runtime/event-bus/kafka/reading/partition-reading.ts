import type { Topic } from '../topology.ts';

/** A record of a partition, decoded. */
export interface Fetched<Content> {
  readonly offset: number;
  readonly storedAt: number;
  readonly content: Content;
  /** Of the record as it came. */
  readonly bytes: number;
}

/** How far one partition has been read, and what of it waits to be taken. */
export class PartitionReading<Content> {
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
  #waiting: Fetched<Content>[] = [];
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

  get head(): Fetched<Content> | undefined {
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

  add(record: Fetched<Content>): void {
    this.#waiting.push(record);
    this.#bytes += record.bytes;
    this.next = record.offset + 1;
  }

  take(): Fetched<Content> | undefined {
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
