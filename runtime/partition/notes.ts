import { randomUUID } from 'node:crypto';
import type { WorkerAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import type { EventBus, Position, Stored } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { TriggerName } from '../support/observation.ts';
import { LogReader } from './reading/log-reader.ts';

/** What others tell a worker's partitions. */
export interface Note {
  readonly kind: 'suspend' | 'resume';
  readonly trigger: TriggerName;
  /** All, where absent. */
  readonly partitions?: readonly number[];
}

const typePrefix = 'eventwright.note.';

/** A note as the bus carries it. */
export function toNoteEvent({ kind, ...told }: Note, { namespace, worker }: WorkerAddress, now: number): Event {
  return {
    id: randomUUID(),
    source: `/${namespace}/${worker}`,
    type: `${typePrefix}${kind}`,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify(told)),
  };
}

/** The note that an event carries; a text says why it carries none. */
function readNote({ type, data }: Event): Note | string {
  const kind = type.startsWith(typePrefix) ? type.slice(typePrefix.length) : undefined;
  if (kind !== 'suspend' && kind !== 'resume') return `'${type}' is no kind of note that this version knows`;
  try {
    const told = JSON.parse(Buffer.from(data).toString()) as Omit<Note, 'kind'>;
    const { namespace, sensor, trigger } = told.trigger;
    if ([namespace, sensor, trigger].every((name) => typeof name === 'string')) return { kind, ...told };
  } catch {}
  return 'its data names no trigger';
}

/** An owned partition, as notes reach it. */
export interface Addressee {
  readonly index: number;
  /** Up to where it has read its notes. */
  readonly notesPosition: Position | undefined;
  /** Does what it says, and remembers the position with it. */
  take(note: Note | undefined, position: Position): void;
}

export interface NotesOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve' | 'covers' | 'earliest'>;
  readonly address: WorkerAddress;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** Follows a worker's notes, once a replica, for the partitions that are owned here. */
export class Notes implements Disposable {
  readonly #options: NotesOptions;
  readonly #reader: LogReader;
  readonly #addressees = new Set<Addressee>();
  #beginning: Position | undefined;

  constructor(options: NotesOptions) {
    this.#options = options;
    const { bus, address, clock, random, log } = options;
    this.#reader = new LogReader({
      bus,
      addresses: [address],
      clock,
      random,
      log,
      offer: (stored) => this.#offer(stored),
      lost: (beginning) => {
        this.#reader.moveTo(beginning);
        for (const addressee of this.#addressees) addressee.take(undefined, beginning);
      },
    });
  }

  async add(addressee: Addressee): Promise<void> {
    const { bus, address } = this.#options;
    const { notesPosition } = addressee;
    const from = notesPosition ?? this.#beginning ?? (await bus.resolve('beginning', [address]));
    if (notesPosition === undefined) this.#beginning = from;
    this.#addressees.add(addressee);
    if (!this.#reader.running) return this.#reader.start(from);
    try {
      const earliest = bus.earliest([from, this.#reader.position]);
      if (earliest !== this.#reader.position) this.#reader.start(earliest);
    } catch (error) {
      if (!(error instanceof PositionLostError)) throw error;
      this.#reader.startAnew(error);
    }
  }

  remove(addressee: Addressee): void {
    this.#addressees.delete(addressee);
    if (this.#addressees.size === 0) this.#reader.stop();
  }

  [Symbol.dispose](): void {
    this.#reader.stop();
  }

  #offer(stored: Stored): void {
    const { bus, log } = this.#options;
    const note = readNote(stored.event);
    if (typeof note === 'string') log.warn(`a note is skipped: ${note}`, { note: stored.event.id });
    for (const addressee of this.#addressees) {
      const { notesPosition, index } = addressee;
      if (notesPosition !== undefined && bus.covers(notesPosition, stored.offset)) continue;
      const isMeant = typeof note !== 'string' && (note.partitions?.includes(index) ?? true);
      addressee.take(isMeant ? note : undefined, stored.position);
    }
  }
}
