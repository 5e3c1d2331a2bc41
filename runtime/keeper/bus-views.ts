import type { BusAdmin, DeclaredOnBus, EventBus } from '../event-bus/contract.ts';
import type { PartitionState } from '../partition/journal/read-journal.ts';
import { type BusView, findWorkers } from './bus-view.ts';
import { toWorkerKey, type WorkerName } from './declared.ts';
import { JournalViews } from './journal-views.ts';
import { NoteViews } from './note-views.ts';
import { findStarts } from './starts.ts';

/** Reads what a bus holds, each time what is new. */
export class BusViews {
  readonly #admin: Pick<BusAdmin, 'inspect'>;
  readonly #journals: JournalViews;
  readonly #notes: NoteViews;

  constructor({ bus, admin }: { readonly bus: EventBus; readonly admin: Pick<BusAdmin, 'inspect'> }) {
    this.#admin = admin;
    this.#journals = new JournalViews(bus);
    this.#notes = new NoteViews(bus);
  }

  /** The notes are those to workers that have journals, and to `known` ones. */
  async read({
    known,
    declared,
    isKeeper,
    signal,
  }: {
    readonly known: readonly WorkerName[];
    /** What the bus is compared with. */
    readonly declared?: DeclaredOnBus | undefined;
    readonly isKeeper: (state: PartitionState) => boolean;
    readonly signal: AbortSignal;
  }): Promise<BusView> {
    const state = await this.#admin.inspect(declared);
    const all = await this.#journals.read(
      state.journals.map(({ partition }) => partition),
      signal,
    );
    const partitions = all.filter((one) => !isKeeper(one));
    const workers = [...findWorkers({ partitions, notes: [] }), ...known];
    const distinct = [...new Map(workers.map((worker) => [toWorkerKey(worker), worker])).values()];
    const notes = state.logs.note.exists ? await this.#notes.read(distinct, signal) : [];
    return { state, partitions, keepers: all.filter(isKeeper), notes, starts: findStarts(notes) };
  }

  /** The leading notes were trimmed. */
  forgetNotes(count: number): void {
    this.#notes.dropBefore(count);
  }
}
