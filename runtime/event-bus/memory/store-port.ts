import type { Address, PartitionName } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { BusHealth, BusPromises, JournalEntry, LogRange, Position, Start, Stored } from '../contract.ts';

/** A memory store as a client reaches it: in the process, or over a socket. */
export interface StorePort extends AsyncDisposable {
  readonly promises: BusPromises;
  publish(to: Address, event: Event): Promise<void>;
  resolve(start: Start, addresses: readonly Address[]): Promise<Position>;
  readLog(range: LogRange): AsyncIterable<LogBatch>;
  readJournal(range: JournalRange): AsyncIterable<JournalBatch>;
  append(partition: PartitionName, entry: Uint8Array, after: Position | undefined): Promise<Position | undefined>;
  health(): Promise<BusHealth>;
}

/** A stretch of a log: the messages in it that were asked for. */
export interface LogBatch {
  readonly messages: readonly Stored[];
  readonly upTo: Position;
  readonly atEnd: boolean;
}

export interface JournalRange {
  readonly partition: PartitionName;
  readonly after: Position | undefined;
  readonly signal: AbortSignal;
}

export interface JournalBatch {
  readonly entries: readonly JournalEntry[];
  readonly upTo: Position;
  /** Everything that was stored when reading began has been read. */
  readonly tail: boolean;
}
