import type { Address, PartitionName } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import type { Clock } from '../support/clock.ts';

/** An opaque frontier of a log: everything before it has been seen. Carries the log's incarnation. */
export type Position = string;

/** Where reading begins: with what comes next, with the oldest that is kept, or with what was stored at a time (RFC 3339). */
export type Start = 'now' | 'beginning' | { readonly time: string };

/** One kind of event bus: how to connect to it. */
export interface EventBusDriver<Spec> {
  /** Waits for a bus that is away, until the context's signal aborts. */
  connect(spec: Spec, context: EventBusContext): Promise<EventBus>;
}

export interface EventBusContext {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** A connection to an event bus: what a worker's replica needs of it. */
export interface EventBus extends AsyncDisposable {
  readonly promises: BusPromises;
  /** Resolves when a quorum has stored it; a repeat may be stored twice. Rejects with `BusFullError`, `BusUnavailableError`. */
  publish(to: Address, event: Event): Promise<void>;
  /** The position at which reading these addresses (all of one class) begins. */
  resolve(start: Start, addresses: readonly Address[]): Promise<Position>;
  /**
   * What is stored behind a position, in order; then follows. It moves nothing on the bus. Where it has reached the end,
   * and now and then where nothing matches, it says how far it has come. Rejects with `PositionLostError`; reconnects by itself.
   */
  log(range: LogRange): AsyncIterable<Stored | LogProgress>;
  /** Whether a position lies behind a message: the message has been seen by who stands there. */
  covers(position: Position, offset: string): boolean;
  /** The latest position that lies behind none of these: reading from it misses nothing of any. */
  earliest(positions: readonly [Position, ...Position[]]): Position;
  /** Opens a partition's journal; owns nothing. */
  journal(partition: PartitionName): Promise<Journal>;
  /** Whether a quorum write works now. */
  health(): Promise<BusHealth>;
}

export interface LogRange {
  readonly after: Position;
  /** All of one class. */
  readonly addresses: readonly Address[];
  readonly signal: AbortSignal;
}

/** A message as the log holds it. */
export interface Stored {
  /** The message's own coordinate in the log: unique, the same for every reader. */
  readonly offset: string;
  /** The frontier behind it. */
  readonly position: Position;
  readonly address: Address;
  readonly event: Event;
  /** When the bus stored it, in milliseconds since 1970. */
  readonly storedAt: number;
}

export interface LogProgress {
  readonly upTo: Position;
  /** Everything that was stored when this was said has been read. */
  readonly atEnd: boolean;
}

/** The log of one partition's records. Every replica may read and append; which records count is folded by the readers. */
export interface Journal extends AsyncDisposable {
  /**
   * The entries behind a position (without one: from the oldest that trimming left), in log order. Yields `'tail'` once
   * everything that was stored when the call began has been read; then follows.
   */
  read(options: {
    readonly after?: Position | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<JournalEntry | 'tail'>;
  /**
   * Appends an entry of at most `promises.maxEntryBytes`. Where the bus checks (`promises.appends: 'checked'`), it
   * rejects with `ConflictError` unless `after` is the position of the last entry (`undefined`: there has been none), and
   * what it resolves counts. Elsewhere an append that resolves is merely stored. Any other error leaves open whether it was.
   */
  append(entry: Uint8Array, after: Position | undefined): Promise<Position>;
}

export interface JournalEntry {
  readonly position: Position;
  readonly bytes: Uint8Array;
}

/** What a bus promises and what it does not: data, told at synthesis and in the documentation. */
export interface BusPromises {
  /** A bus that is full of pending events refuses the producer. */
  readonly refusesWhenFull: boolean;
  /** An event is kept until every trigger is done with it. */
  readonly keepsUntilDone: boolean;
  /** Within what events keep their order. */
  readonly order: 'address' | 'partitionkey';
  /** Events that were read can be read again. */
  readonly replay: boolean;
  /** Logs and journals can be trimmed to a position. */
  readonly trim: boolean;
  /** Whether an append tells by itself if it counts, or has to be read back. */
  readonly appends: 'checked' | 'read-back';
  /** The largest entry of a journal, in bytes. */
  readonly maxEntryBytes: number;
}

export interface BusHealth {
  readonly ready: boolean;
  /** Why not, in one sentence. */
  readonly reason?: string;
}

/** What the keeper's credentials allow. */
export interface BusAdmin extends AsyncDisposable {
  /** Brings quotas to what the plan says; tells what it changed. */
  apply(plan: BusPlan): Promise<readonly string[]>;
  inspect(): Promise<BusState>;
  /** Removes what lies before a position; the entry behind it stays. */
  trim(target: TrimTarget, before: Position): Promise<void>;
  /** Removes a partition's journal. */
  remove(target: PartitionName): Promise<void>;
}

export type TrimTarget = { readonly log: Address['class'] } | { readonly journal: PartitionName };

export interface BusPlan {
  readonly quotas: Readonly<Partial<Record<Address['class'] | 'journal', Quota>>>;
}

export interface Quota {
  readonly maxBytes: number;
}

export interface BusState {
  readonly logs: Readonly<
    Record<Address['class'], { readonly bytes: number; readonly messages: number; readonly quota: Quota }>
  >;
  readonly journals: readonly { readonly partition: PartitionName; readonly bytes: number; readonly entries: number }[];
}
