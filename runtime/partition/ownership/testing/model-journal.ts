import type { BusPromises, Journal, JournalEntry, Position } from '../../../event-bus/contract.ts';
import { BusUnavailableError, ConflictError } from '../../../event-bus/error.ts';

/** An append on its way: to the log, then back to who sent it. */
interface Append {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly after: Position | undefined;
  readonly answer: PromiseWithResolvers<Position | undefined>;
  arrived?: 'stored' | 'refused';
  answered: boolean;
  position?: Position;
}

interface Reader {
  next: number;
  /** Where the log ended when reading began; absent once that is told. */
  tail: number | undefined;
  given: PromiseWithResolvers<readonly (JournalEntry | 'tail')[]>;
}

/** What a journal has stored: the bytes, by whose which append, and when. */
export interface ModelEntry extends JournalEntry {
  readonly name: string;
  readonly at: number;
}

/** A journal's log, apart from its clients. */
export interface ModelLog {
  readonly appends: BusPromises['appends'];
  readonly entries: ModelEntry[];
  now(): number;
}

/** One client's journal, in which every arrival is a step. */
export class ModelJournal implements Journal {
  readonly #client: string;
  readonly #log: ModelLog;
  readonly #sent: Append[] = [];
  #reader: Reader | undefined;

  constructor(client: string, log: ModelLog) {
    this.#client = client;
    this.#log = log;
  }

  append(bytes: Uint8Array, after: Position | undefined): Promise<Position | undefined> {
    const name = `${this.#client}${this.#sent.length}`;
    const answer = Promise.withResolvers<Position | undefined>();
    this.#sent.push({ name, bytes, after, answer, answered: false });
    return answer.promise;
  }

  async *read({ after, signal }: { after?: Position | undefined; signal: AbortSignal }) {
    const tail = this.#log.entries.length;
    const reader: Reader = { next: Number(after ?? 0), tail, given: Promise.withResolvers() };
    this.#reader = reader;
    signal.addEventListener('abort', () => {
      if (this.#reader === reader) this.#reader = undefined;
      reader.given.resolve([]);
    });
    while (!signal.aborted) {
      yield* await reader.given.promise;
      reader.given = Promise.withResolvers();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** What the client has sent and the log has not got yet. */
  stores(): string[] {
    return this.#sent.flatMap(({ name, arrived }) => (arrived ? [] : [`store ${name}`]));
  }

  /** Answers that the client may get next, or lose. */
  answers(faults: boolean): string[] {
    const waiting = this.#sent.filter(({ answered }) => !answered);
    const arrived = waiting.filter((append) => append.arrived);
    return [
      ...arrived.map(({ name }) => `answer ${name}`),
      ...(faults ? waiting.map(({ name }) => `lose ${name}`) : []),
    ];
  }

  /** Whether reading tells the client anything; `last`: nothing but the last entry of the log. */
  hasNews({ last }: { readonly last: boolean }): boolean {
    const reader = this.#reader;
    if (!reader) return false;
    const { entries } = this.#log;
    const news = this.#skipKnown(reader.next);
    return last ? news === entries.length - 1 : reader.tail !== undefined || news < entries.length;
  }

  take(kind: string, name: string): void {
    const append = this.#sent.find((sent) => sent.name === name);
    if (!append) this.#give();
    else if (kind === 'store') this.#store(append);
    else this.#answer(append, kind === 'lose');
  }

  /** How far each append has come. */
  state(): string {
    return this.#sent.map(({ arrived = '', answered }) => `${arrived}${answered ? '!' : '?'}`).join();
  }

  /** What may still arrive without its client. */
  onItsWay(): string {
    return this.#sent.flatMap(({ name, arrived }) => (arrived ? [] : [name])).join();
  }

  /** What the client is about to be told. */
  observe(kind: string, name: string): string {
    const append = this.#sent.find((sent) => sent.name === name);
    return kind === 'read'
      ? `read ${this.#log.entries[this.#reader?.next ?? 0]?.name}`
      : `${kind} ${name} ${append?.arrived}`;
  }

  /** Where the first entry from an index on is that the client does not know to count. */
  #skipKnown(from: number): number {
    const { entries, appends } = this.#log;
    if (appends === 'read-back') return from;
    const known = new Set(this.#sent.flatMap(({ name, answered }) => (answered ? [name] : [])));
    let index = from;
    while (known.has(entries[index]?.name ?? '')) index++;
    return index;
  }

  #store(append: Append): void {
    const { entries, appends } = this.#log;
    const isNext = Number(append.after ?? 0) === entries.length;
    append.arrived = appends === 'checked' && !isNext ? 'refused' : 'stored';
    if (append.arrived === 'refused') return;
    const position = `${entries.length + 1}`;
    entries.push({ position, bytes: append.bytes, name: append.name, at: this.#log.now() });
    if (isNext) append.position = position;
    // or else there are too many orders: late answers are among those of checked appends
    if (appends === 'read-back' && !append.answered) this.#answer(append, false);
  }

  #answer(append: Append, lost: boolean): void {
    const { answer, arrived, position } = append;
    append.answered = true;
    if (lost) answer.reject(new BusUnavailableError('the answer is lost'));
    else if (arrived === 'refused') answer.reject(new ConflictError('it is not the last entry'));
    else answer.resolve(position);
  }

  /** The next entry that is news, with what lies before it. */
  #give(): void {
    const reader = this.#reader as Reader;
    const entries = this.#log.entries.slice(reader.next, this.#skipKnown(reader.next) + 1);
    reader.next += entries.length;
    const atTail = reader.tail !== undefined && reader.next >= reader.tail;
    if (atTail) reader.tail = undefined;
    reader.given.resolve(atTail ? [...entries, 'tail'] : entries);
  }
}
