import type { WorkerAddress } from '../../../model/event/address.ts';
import type { EventBus, Position, Stored } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import { LogReader } from '../reading/log-reader.ts';
import type { Valve } from '../reading/valve.ts';
import { type Note, readNote } from './note.ts';

/** An owned partition, as notes reach it. */
export interface Addressee {
  readonly index: number;
  /** Up to where it has read its notes. */
  readonly notesPosition: Position | undefined;
  /** Does what it says, and remembers the position with it. */
  take(note: Note | undefined, at: Pick<Stored, 'position' | 'storedAt'>): void;
}

export interface NotesOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve' | 'covers' | 'earliest'>;
  readonly address: WorkerAddress;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly valve: Valve;
}

/** Follows a worker's notes, once a replica, for the partitions that are owned here. */
export class Notes implements Disposable {
  readonly #options: NotesOptions;
  readonly #reader: LogReader;
  readonly #addressees = new Set<Addressee>();
  #beginning: Position | undefined;

  constructor(options: NotesOptions) {
    this.#options = options;
    const { bus, address } = options;
    this.#reader = new LogReader({
      ...options,
      bus,
      addresses: [address],
      offer: (stored) => this.#offer(stored),
      lost: (beginning) => {
        this.#reader.moveTo(beginning);
        for (const addressee of this.#addressees) addressee.take(undefined, { position: beginning, storedAt: 0 });
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
    const note = readNote(stored);
    if (typeof note === 'string') log.warn(`a note is skipped: ${note}`, { note: stored.event.id });
    for (const addressee of this.#addressees) {
      const { notesPosition, index } = addressee;
      if (notesPosition !== undefined && bus.covers(notesPosition, stored.offset)) continue;
      const isMeant = typeof note !== 'string' && (note.partitions?.includes(index) ?? true);
      addressee.take(isMeant ? note : undefined, stored);
    }
  }
}
