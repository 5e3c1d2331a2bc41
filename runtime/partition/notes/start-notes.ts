import type { WorkerAddress } from '../../../model/event/address.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { EventBus, Position } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import { readToEnd } from '../../event-bus/read-to-end.ts';
import { foldStart, readNote } from './note.ts';

export interface StartNotesOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve'>;
  readonly address: WorkerAddress;
}

/** Where triggers begin that a partition does not know yet, as the worker's notes say it. */
export class StartNotes {
  readonly #options: StartNotesOptions;
  #starts: ReadonlyMap<string, Position> = new Map();
  #readUpTo: Position | undefined;
  #reading: Promise<void> | undefined;

  constructor(options: StartNotesOptions) {
    this.#options = options;
  }

  /** What the first note since it was forgotten says; the notes are read on where none that was read does. */
  async find(trigger: TriggerName, signal: AbortSignal): Promise<Position | undefined> {
    const key = toTriggerKey(trigger);
    if (!this.#starts.has(key)) await this.#readOn(signal);
    return this.#starts.get(key);
  }

  /** Reads to the end, once for all who ask meanwhile. */
  async #readOn(signal: AbortSignal): Promise<void> {
    while (this.#reading) await this.#reading.catch(() => {});
    this.#reading = this.#readToEnd(signal).finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readToEnd(signal: AbortSignal): Promise<void> {
    try {
      await this.#read(signal);
    } catch (error) {
      if (!(error instanceof PositionLostError)) throw error;
      this.#readUpTo = undefined;
      this.#starts = new Map();
      await this.#read(signal);
    }
  }

  /** What was read counts once all was, for the next note may forget what the one before says. */
  async #read(signal: AbortSignal): Promise<void> {
    const { bus, address } = this.#options;
    const after = this.#readUpTo ?? (await bus.resolve('beginning', [address]));
    const starts = new Map(this.#starts);
    let readUpTo = after;
    for await (const item of readToEnd(bus, { after, addresses: [address], signal })) {
      readUpTo = 'upTo' in item ? item.upTo : item.position;
      const note = 'event' in item ? readNote(item) : '';
      if (typeof note === 'string') continue;
      const start = note.kind === 'start' ? note.position : undefined;
      foldStart(starts, note.kind, { key: toTriggerKey(note.trigger), start });
    }
    this.#readUpTo = readUpTo;
    this.#starts = starts;
  }
}
