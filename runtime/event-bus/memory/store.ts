import {
  type Address,
  classOf,
  type PartitionName,
  toJournalSubject,
  toSubject,
} from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import { forgetsOldest } from '../../../model/event-bus/forgets-oldest.ts';
import { type Clock, systemClock } from '../../support/clock.ts';
import type { BusPlan, BusPromises, JournalEntry, Position, Start, Stored, TrimTarget } from '../contract.ts';
import { BusFullError, BusUnavailableError, ConflictError, EventBusError } from '../error.ts';
import type { Faults, Operation } from './fault.ts';
import { Log, type LogEntry } from './log.ts';
import { toSequence } from './position.ts';
import { applyPlan, defaultQuotas, type Quotas } from './quotas.ts';

/** A message of a log, with its subject by which readers are told it apart. */
export interface MessageEntry extends LogEntry {
  readonly subject: string;
  readonly stored: Stored;
}

/** A record of a partition's journal. */
export interface RecordEntry extends LogEntry {
  readonly record: JournalEntry;
}

export interface StoreJournal {
  readonly partition: PartitionName;
  readonly log: Log<RecordEntry>;
}

export interface Append {
  readonly partition: PartitionName;
  readonly entry: Uint8Array;
  /** Where the appender believes that the last entry is. */
  readonly after: Position | undefined;
}

export interface MemoryStoreOptions {
  /** `'checked'` by default. With `'read-back'` it stores every append, as Kafka and NATS Streaming do. */
  readonly appends?: BusPromises['appends'];
  /** 1 MiB by default. */
  readonly maxEntryBytes?: number;
  readonly quotas?: BusPlan['quotas'];
  readonly clock?: Clock;
}

/** The largest message, in bytes. */
export const maxMessageBytes = 8 * 1024 ** 2;

/** What a memory bus has stored: apart from its clients, so that they can crash and freeze without it. */
export class MemoryStore {
  readonly appends: BusPromises['appends'];
  readonly maxEntryBytes: number;
  /** What goes wrong, for tests. */
  faults: Faults | undefined;
  readonly #clock: Clock;
  #quotas: Quotas;
  readonly #logs: Readonly<Record<Address['class'], Log<MessageEntry>>> = {
    event: new Log(),
    note: new Log(),
    member: new Log(),
    deadLetter: new Log(),
    outcome: new Log(),
  };
  readonly #journals = new Map<string, StoreJournal>();
  #stopped = false;

  constructor(options: MemoryStoreOptions = {}) {
    this.appends = options.appends ?? 'checked';
    this.maxEntryBytes = options.maxEntryBytes ?? 1024 ** 2;
    this.#clock = options.clock ?? systemClock;
    this.#quotas = { ...defaultQuotas, ...options.quotas };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get quotas(): Quotas {
    return this.#quotas;
  }

  /** How full the journals are, from 0 to 1. */
  get journalFill(): number {
    return this.#journalBytes() / this.#quotas.journal.maxBytes;
  }

  /** An outage: writes are refused and readers wait, until `start`. Nothing that was stored is lost. */
  stop(): void {
    this.#stopped = true;
  }

  start(): void {
    this.#stopped = false;
    for (const log of Object.values(this.#logs)) log.bell.ring();
    for (const { log } of this.#journals.values()) log.bell.ring();
  }

  log(of: Address['class']): Log<MessageEntry> {
    return this.#logs[of];
  }

  journal(partition: PartitionName): Log<RecordEntry> {
    const subject = toJournalSubject(partition);
    const journal = this.#journals.get(subject) ?? { partition, log: new Log<RecordEntry>() };
    this.#journals.set(subject, journal);
    return journal.log;
  }

  /** The journals that there have been records in. */
  journals(): readonly StoreJournal[] {
    return [...this.#journals.values()].filter(({ log }) => log.last > 0);
  }

  publish(client: string, to: Address, event: Event): Promise<void> {
    const subject = toSubject(to);
    return this.#write({ kind: 'publish', client, on: subject }, () => {
      const log = this.#logs[to.class];
      const size = sizeOf(subject, event);
      checkSize(size, maxMessageBytes);
      this.#makeRoom(to.class, size);
      const sequence = log.last + 1;
      const storedAt = Math.max(this.#clock.now(), log.at(log.last)?.stored.storedAt ?? 0);
      const stored = { offset: `${sequence}`, position: log.position(sequence), address: to, event, storedAt };
      log.append({ sequence, size, subject, stored });
    });
  }

  append(client: string, { partition, entry, after }: Append): Promise<Position | undefined> {
    return this.#write({ kind: 'append', client, on: toJournalSubject(partition) }, () => {
      const size = entry.byteLength;
      checkSize(size, this.maxEntryBytes);
      const log = this.journal(partition);
      const last = log.last === 0 ? undefined : log.position(log.last);
      if (this.appends === 'checked' && after !== last)
        throw new ConflictError(`the journal's last entry is at ${last ?? 'none'}, not at ${after ?? 'none'}`);
      this.#checkRoom('journal', this.#journalBytes(), size);
      const sequence = log.last + 1;
      const position = log.position(sequence);
      log.append({ sequence, size, record: { position, bytes: entry } });
      return after === last ? position : undefined;
    });
  }

  resolve(start: Start, of: Address['class']): Position {
    this.checkAvailable();
    const log = this.#logs[of];
    if (start === 'now') return log.position(log.last);
    if (start === 'beginning') return log.position(log.trimmed);
    return log.position(lastBefore(log, Date.parse(start.time)));
  }

  apply(plan: BusPlan): readonly string[] {
    const { quotas, changes } = applyPlan(this.#quotas, plan);
    this.#quotas = quotas;
    return changes;
  }

  /** How many messages of these addresses lie behind a position. */
  pending(after: Position, addresses: readonly Address[]): number {
    const log = this.#logs[classOf(addresses)];
    const subjects = new Set(addresses.map(toSubject));
    let count = 0;
    for (let sequence = toSequence(after, log.incarnation) + 1; sequence <= log.last; sequence++)
      if (subjects.has(log.at(sequence)?.subject ?? '')) count++;
    return count;
  }

  /** Removes what lies before a position; a journal's last entry stays. */
  trim(target: TrimTarget, before: string): void {
    const log = 'log' in target ? this.#logs[target.log] : this.journal(target.journal);
    const upTo = toSequence(before, log.incarnation);
    log.trim('journal' in target ? Math.min(upTo, log.last - 1) : upTo);
  }

  remove(partition: PartitionName): void {
    const subject = toJournalSubject(partition);
    this.#journals.get(subject)?.log.remove();
    this.#journals.delete(subject);
  }

  /** Throws a `BusUnavailableError` during an outage. */
  checkAvailable(): void {
    if (this.#stopped) throw new BusUnavailableError('the memory store is stopped');
  }

  async #write<T>(operation: Operation, store: () => T): Promise<T> {
    const fault = this.faults?.(operation);
    if (fault?.before) await fault.before();
    this.checkAvailable();
    const stored = store();
    if (fault?.after) await fault.after();
    return stored;
  }

  #makeRoom(of: Address['class'], size: number): void {
    const log = this.#logs[of];
    const { maxBytes } = this.#quotas[of];
    if (forgetsOldest(of)) {
      while (log.length > 0 && log.bytes + size > maxBytes) log.trim(log.trimmed + 1);
    } else this.#checkRoom(of, log.bytes, size);
  }

  #checkRoom(name: keyof Quotas, bytes: number, size: number): void {
    const { maxBytes } = this.#quotas[name];
    if (bytes + size > maxBytes)
      throw new BusFullError(
        `the ${name} log is full: ${bytes} of ${maxBytes} bytes are taken, and ${size} more do not fit`,
      );
  }

  #journalBytes(): number {
    let bytes = 0;
    for (const { log } of this.#journals.values()) bytes += log.bytes;
    return bytes;
  }
}

/** Bytes that a message takes, as a quota counts them: its payload, and its attributes with what holds them. */
function sizeOf(subject: string, event: Event): number {
  let size = event.data.byteLength + subject.length + event.id.length + event.source.length + event.type.length + 128;
  for (const name in event.extensions) size += name.length + (event.extensions[name]?.length ?? 0);
  return size;
}

function checkSize(size: number, max: number): void {
  if (size > max)
    throw new EventBusError('entryTooLarge', `${size} bytes are too many for one entry, ${max} are allowed`);
}

/** The sequence of the last message that was stored before a time. */
function lastBefore(log: Log<MessageEntry>, timeMs: number): number {
  let [low, high] = [log.trimmed, log.last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((log.at(middle)?.stored.storedAt ?? 0) < timeMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
