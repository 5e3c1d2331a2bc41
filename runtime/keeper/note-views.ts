import type { WorkerAddress } from '../../model/event/address.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { EventBus, Position, Stored } from '../event-bus/contract.ts';
import { PositionLostError } from '../event-bus/error.ts';
import { readToEnd } from '../event-bus/read-to-end.ts';
import { positionsOf } from '../partition/moving/route-cell.ts';
import { type Note, readNote } from '../partition/notes/note.ts';
import { toWorkerKey, type WorkerName } from './declared.ts';

/** A note on the bus, without what it carries. */
export interface NoteView {
  readonly worker: WorkerName;
  readonly offset: string;
  /** The frontier behind it. */
  readonly position: Position;
  readonly storedAt: number;
  /** `unknown`: nothing that this version reads. */
  readonly kind: Note['kind'] | 'unknown';
  readonly trigger?: TriggerName;
  /** Where a trigger begins, told by a `start`. */
  readonly start?: Position;
  /** Which route a partition follows, and up to where events were handled under others, told by a `moved`. */
  readonly moved?: { readonly route: string; readonly index: number; readonly positions: readonly Position[] };
}

/** The notes of a bus, in order: each is read once. */
export class NoteViews {
  readonly #bus: Pick<EventBus, 'log' | 'resolve'>;
  #of = '';
  #position: Position | undefined;
  #notes: NoteView[] = [];

  constructor(bus: Pick<EventBus, 'log' | 'resolve'>) {
    this.#bus = bus;
  }

  /** All that workers were told, up to now. */
  async read(workers: readonly WorkerName[], signal: AbortSignal): Promise<readonly NoteView[]> {
    const of = workers.map(toWorkerKey).sort().join();
    if (of !== this.#of) this.#startAnew(of);
    if (workers.length === 0) return [];
    const addresses = workers.map((worker): WorkerAddress => ({ class: 'note', ...worker }));
    try {
      this.#position ??= await this.#bus.resolve('beginning', addresses);
      for await (const item of readToEnd(this.#bus, { after: this.#position, addresses, signal })) {
        if ('event' in item) this.#notes.push(toView(item));
        this.#position = 'event' in item ? item.position : item.upTo;
      }
    } catch (error) {
      const wasAtBeginning = this.#notes.length === 0;
      this.#startAnew(of);
      if (error instanceof PositionLostError && !wasAtBeginning) return this.read(workers, signal);
      throw error;
    }
    return this.#notes;
  }

  /** What lies before a position was trimmed. */
  dropBefore(count: number): void {
    this.#notes = this.#notes.slice(count);
  }

  #startAnew(of: string): void {
    this.#of = of;
    this.#position = undefined;
    this.#notes = [];
  }
}

function toView(stored: Stored): NoteView {
  const { namespace, worker } = stored.address as WorkerAddress;
  const { offset, position, storedAt } = stored;
  const note = readNote(stored);
  const head = { worker: { namespace, worker }, offset, position, storedAt };
  if (typeof note === 'string') return { ...head, kind: 'unknown' };
  const { kind, trigger } = note;
  return { ...head, kind, trigger, ...toDetail(note) };
}

function toDetail(note: Note): Pick<NoteView, 'start' | 'moved'> {
  if (note.kind === 'start') return { start: note.position };
  if (note.kind !== 'moved') return {};
  const { route, index, former } = note;
  return { moved: { route, index, positions: positionsOf(former) } };
}
