import type { Document } from '../../model/document/document.ts';
import type { Address, PartitionName } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import type { BusClient } from '../../model/event-bus/bus-client.ts';
import type { EventPromises } from '../../model/event-bus/event-promises.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Secrets } from '../support/secrets.ts';

/**
 * An opaque frontier of a log or journal: everything before it has been seen. Carries the log's incarnation, so that a
 * position of a log that was made anew is known to be lost.
 */
export type Position = string;

/** Where reading begins: with what comes next, with the oldest that is kept, or with what was stored at a time (RFC 3339). */
export type Start = 'now' | 'beginning' | { readonly time: string };

/** One kind of event bus: how to connect to it. */
export interface EventBusDriver<Spec> {
  /** Waits for a bus that is away, until the context's signal aborts. */
  connect(spec: Spec, context: EventBusContext): Promise<EventBus>;
  /** The same, with what the keeper may do. */
  connectAdmin(spec: Spec, context: EventBusContext): Promise<BusAdmin>;
  /** How its servers know their clients, where the keeper makes that; absent where nobody is asked who they are. */
  readonly issuing?: BusIssuing<Spec>;
}

/** What the servers of a kind know their clients by. The keeper stores it in Secrets, and says when it changes. */
export interface BusIssuing<Spec> {
  /** The key under which a client's Secret holds its credential. */
  readonly credentialKey: string;
  /** A new credential. */
  create(): string;
  /** What the servers know a credential by, which is no secret; absent where it is none. */
  identify(credential: string): string | undefined;
  /** Who connects, and what each may do. Documents that name no namespace are of `namespace`. */
  derive(options: {
    readonly spec: Spec;
    readonly documents: readonly Document[];
    readonly namespace: string;
  }): readonly BusUser[];
  /** The servers' file, which lets these in and nobody else. */
  render(users: readonly KnownBusUser[]): string;
  /** Whether servers take a credential; `away`: some do not answer, and those that do take it. */
  probe(spec: Spec, shown: BusCredential): Promise<'accepted' | 'refused' | 'away'>;
}

export interface BusUser {
  readonly client: Omit<BusClient, 'replica'>;
  /** What it may do, by the verb: `publish`, `subscribe`. */
  readonly grants: Readonly<Record<string, readonly string[]>>;
}

export interface KnownBusUser extends BusUser {
  /** What `identify` makes of its credentials: two are valid while one takes the other's place. */
  readonly ids: readonly string[];
}

/** What a client shows servers, and by whom it expects theirs to be signed. */
export interface BusCredential {
  readonly credential: string;
  /** In PEM. */
  readonly ca: string;
}

export interface EventBusContext {
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'read'>;
  readonly log: Log;
  readonly client: BusClient;
  readonly signal?: AbortSignal;
}

/**
 * A connection to an event bus: what a worker's replica needs of it. It is made anew by itself when it breaks. Disposing
 * it ends its iterations, without an error; what is still unanswered rejects with `BusUnavailableError`.
 */
export interface EventBus extends AsyncDisposable {
  readonly promises: BusPromises;
  /**
   * Resolves when a quorum has stored it; a repeat may be stored twice. Rejects with `BusFullError` or `entryTooLarge`
   * (it was not stored), or `BusUnavailableError` (it may have been).
   */
  publish(to: Address, event: Event): Promise<void>;
  /** The position at which reading these addresses (all of one class) begins. Rejects with `BusUnavailableError`. */
  resolve(start: Start, addresses: readonly Address[]): Promise<Position>;
  /**
   * What is stored behind a position, in order; then follows. It moves nothing on the bus. Where it has reached the end,
   * and now and then where nothing matches, it says how far it has come. Waits out an outage. Ends without an error when
   * the signal aborts; rejects with `PositionLostError`.
   */
  log(range: LogRange): AsyncIterable<Stored | LogProgress>;
  /** Whether a position lies behind a message of the same log: the message has been seen by who stands there. */
  covers(position: Position, offset: string): boolean;
  /**
   * The latest position that lies behind none of these, as far as they know the same. Throws a `PositionLostError` where they
   * are of several incarnations, and so none does.
   */
  earliest(positions: readonly [Position, ...Position[]]): Position;
  /** Where one reader goes on for all who stand at these: it misses nothing of any, whatever only some of them know. */
  resume(positions: readonly [Position, ...Position[]]): Position;
  /** Where reading goes on behind a position that may be lost: with the oldest that is left, where something was removed. */
  recover(position: Position, from: LogBeginning): Recovered;
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

/** Where the log of some addresses begins, as `resolve` has told. */
export interface LogBeginning {
  readonly beginning: Position;
  readonly addresses: readonly Address[];
}

export interface Recovered {
  readonly position: Position;
  /** Something of the addresses was removed that lay behind it. */
  readonly isLost: boolean;
}

/** A message as the log holds it. */
export interface Stored {
  /** The message's own coordinate: the same for every reader, and never that of another, whatever log was made anew. Not a position. */
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
   * The entries behind a position (without one: from the oldest that trimming left), in log order. Yields `'tail'`, once,
   * when everything that was stored when the call began has been read; then follows. Waits out an outage. Ends without
   * an error when the signal aborts; rejects with `PositionLostError` where an entry that it has not come to was trimmed
   * or the journal was removed.
   */
  read(options: {
    readonly after?: Position | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<JournalEntry | 'tail'>;
  /**
   * Appends an entry of at most `promises.maxEntryBytes`. Resolves to the position behind it where nothing lies between
   * `after` (`undefined`: the beginning) and the entry, so that it counts. Where the bus checks
   * (`promises.appends: 'checked'`), it rejects with `ConflictError` otherwise; elsewhere it resolves to `undefined`: the
   * entry is stored, perhaps behind others, perhaps twice, and has to be read back. `ConflictError`, `BusFullError` and
   * `entryTooLarge` say that nothing was stored; any other error leaves it open.
   */
  append(entry: Uint8Array, after: Position | undefined): Promise<Position | undefined>;
}

export interface JournalEntry {
  /** The frontier behind it. */
  readonly position: Position;
  readonly bytes: Uint8Array;
}

/** What a bus promises and what it does not: data, and in the documentation. What sensors rely on is told at synthesis too. */
export interface BusPromises extends EventPromises {
  /** Events that were read can be read again. */
  readonly replay: boolean;
  /** When room is made by trimming a log or journal to a position; what was trimmed is gone at once. */
  readonly trim: 'atOnce' | 'bySegment' | 'never';
  /** How the events of several event sources are put in order: as they were stored, or by the clocks of who stored them. */
  readonly orderBetweenSources: 'asStored' | 'byClock';
  /** What the admin's `pending` counts: the addresses that it is asked for, or all of their event sources. */
  readonly pendingOf: 'address' | 'eventSource';
  /** Whether an append tells by itself if it counts, or has to be read back. */
  readonly appends: 'checked' | 'read-back';
  /** The largest entry of a journal, in bytes. */
  readonly maxEntryBytes: number;
  /** The largest message of a log, in bytes: its payload, and the headers that carry its attributes. */
  readonly maxMessageBytes: number;
}

export interface BusHealth {
  readonly ready: boolean;
  /** Why not, in one sentence. */
  readonly reason?: string;
  /** How full it is, from 0 to 1, where the connection is told: intake pauses before the journals are full. */
  readonly fill?: { readonly journals: number };
}

/** What the keeper's credentials allow. */
export interface BusAdmin extends AsyncDisposable {
  /**
   * Brings what lives inside the bus to what the plan says, and makes what is missing; tells each change in a sentence.
   * Repeating it changes nothing. Rejects with an `EventBusError` `planRefused`, which names the procedure, before it
   * has changed anything, where the bus cannot get there without loss.
   */
  apply(plan: BusPlan): Promise<readonly string[]>;
  /** What lives inside the bus, as its leaders see it, and what of `declared` is not there as it should be. */
  inspect(declared?: DeclaredOnBus): Promise<BusState>;
  /**
   * How many messages of these addresses (all of one class) lie behind a position; with those of other addresses where the
   * bus does not tell them apart, so never too few.
   */
  pending(after: Position, addresses: readonly Address[]): Promise<number>;
  /**
   * A position that also says where reading these addresses from there begins in places that are newer than it. Absent where
   * every position says that. Rejects with `PositionLostError`.
   */
  complete?(position: Position, addresses: readonly Address[]): Promise<Position>;
  /**
   * Removes what lies before a position: the entries that it was the frontier behind, and all before them. A journal's
   * last entry stays all the same, so that appends are checked against it. Rejects with `PositionLostError` where the
   * position is of another incarnation.
   */
  trim(target: TrimTarget, before: Position): Promise<void>;
  /** Removes a partition's journal, where there is one; a new one has another incarnation. */
  remove(target: PartitionName): Promise<void>;
}

export type TrimTarget = { readonly log: Address['class'] } | { readonly journal: PartitionName };

/** What lives inside a bus: the log of each class, and all journals together. */
export type StoreName = Address['class'] | 'journal';

export interface BusPlan {
  /** What is left out stays as it is, or is made as the driver makes it by default. */
  readonly quotas: Readonly<Partial<Record<StoreName, Quota>>>;
  /** Of everything that is stored; what is left out stays as it is, 1 where it is made. */
  readonly replicas?: number;
  /** What is declared on it, where the bus has to make a place for each; left out: nothing is made for it. */
  readonly declared?: DeclaredOnBus;
}

export interface DeclaredOnBus {
  readonly documents: readonly Document[];
  /** That of documents which name none. */
  readonly namespace: string;
  /** Its keeper is declared elsewhere: what exists stays as that one has made it, and the keeper has its own place. */
  readonly keptElsewhere?: boolean;
}

export interface Quota {
  /** `Infinity` where it may grow without limit. */
  readonly maxBytes: number;
}

export interface BusState {
  readonly logs: Readonly<Record<Address['class'], StoreState>>;
  /** All journals together. */
  readonly journalStore: StoreState;
  readonly journals: readonly { readonly partition: PartitionName; readonly entries: number }[];
}

export interface StoreState {
  /** It has been made, or nothing that is declared needs it. What is missing is empty. */
  readonly exists: boolean;
  /** What of it is declared and is not so; absent where the bus has no place for each that is declared. */
  readonly amiss?: {
    /** `the topic ew.e.ci.hook` */
    readonly missing: readonly string[];
    /** `the topic ew.e.ci.hook: it has 1 partition, not 4` */
    readonly differing: readonly string[];
  };
  readonly bytes: number;
  readonly messages: number;
  readonly quota: Quota;
  readonly replicas: {
    /** How many copies it is set to have. */
    readonly wanted: number;
    /** How many follow closely now. */
    readonly current: number;
  };
}
