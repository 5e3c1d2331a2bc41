import type { Json } from '../../model/json.ts';
import type { Position, Stored } from '../event-bus/contract.ts';
import { Gate } from '../support/gate.ts';
import { Careful } from './careful.ts';
import { frontierKey, notesKey, tryingKey } from './cell-names.ts';
import { Committer } from './committer.ts';
import type { Home } from './lane/home.ts';
import { Lanes } from './lanes.ts';
import { Moves } from './moving/moves.ts';
import { applyNote } from './notes/apply-note.ts';
import type { Note } from './notes/note.ts';
import type { Addressee } from './notes/notes.ts';
import { OwnershipLostError } from './ownership/error.ts';
import type { OwnedPartition } from './ownership/owned-partition.ts';
import type { PartitionContext } from './partition-context.ts';
import { startTasks } from './tasks.ts';

/** Lanes that have nothing to store advance so often, so that they pin no history. */
const frontierMs = 5_000;

/** Actions that are told to stop have so long to do so. */
const abortMs = 1_000;

/** A partition that is owned here: its lanes and tasks, and the records that make them durable. */
export class Partition implements Home, Addressee {
  readonly index: number;
  readonly #context: PartitionContext;
  readonly #owned: OwnedPartition;
  readonly #lanes = new Lanes();
  readonly #committer: Committer;
  readonly #stopping = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  readonly #action = new Gate();
  readonly #careful: Careful | undefined;
  readonly #moves: Moves;
  #tasks: readonly Promise<void>[] = [];
  #frontierTimer: Disposable | undefined;
  #frontier: Position | undefined;
  #notes: Position | undefined;
  #closed = false;

  constructor(context: PartitionContext, index: number, owned: OwnedPartition) {
    this.#context = context;
    this.#owned = owned;
    this.index = index;
    const { cells, deathsWithoutProgress } = owned;
    this.#frontier = cells.get(frontierKey) as Position | undefined;
    this.#notes = cells.get(notesKey) as Position | undefined;
    this.#committer = new Committer({
      clock: context.clock,
      cells,
      commit: (changes) => owned.commit(changes, { isProgress: !this.#lanes.areStuck }),
      collect: (changes) => this.#lanes.collect(changes),
      stored: () => {
        for (const { room } of context.runners) room.open();
      },
      failed: (error) => this.#fail(error),
    });
    if (Careful.isDue({ cells, deathsWithoutProgress })) {
      context.log.warn('the partition killed its worker; it takes its inputs one by one', { deathsWithoutProgress });
      const store = (trying: Json | undefined) => this.#store(tryingKey, trying);
      const mayAct = () => owned.mayAct();
      const takeTurn = (run: () => Promise<void>) => context.turns.take(run, this.ended);
      this.#careful = new Careful({ cells, deathsWithoutProgress, mayAct, takeTurn, store });
    }
    const put = (key: string, value: Json | undefined) => this.put(key, value);
    this.#moves = new Moves({ ...context, index, cells, put, signal: this.#stopping.signal });
    owned.lost.addEventListener('abort', () => this.#stop(), { once: true });
    if (owned.lost.aborted) this.#stop();
  }

  /** Resolves once it is released or lost, and nothing of it is at work here any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get draining(): boolean {
    return this.#stopping.signal.aborted;
  }

  get careful(): Careful | undefined {
    return this.#careful?.over ? undefined : this.#careful;
  }

  get notesPosition(): Position | undefined {
    return this.#notes;
  }

  async start(): Promise<void> {
    const { runners, notes, intake, bus, clock } = this.#context;
    const { cells } = this.#owned;
    // before notes, which may redrive events
    this.#lanes.begin({ home: this, runners, cells, frontiers: bus, moves: this.#moves });
    await notes.add(this);
    if (this.#closed) return notes.remove(this);
    intake.add([...this.#lanes]);
    this.#moves.begin(this.#lanes);
    this.#tasks = startTasks({
      ...this.#context,
      index: this.index,
      cells,
      mayAct: () => this.mayAct(),
      store: (key, value) => this.#store(key, value),
      signal: this.#stopping.signal,
    });
    this.#frontierTimer = clock.schedule(frontierMs, () => this.#advance());
  }

  mayAct(): true | Promise<void> {
    return this.#owned.mayAct();
  }

  touch(): void {
    this.#committer.touch();
  }

  put(key: string, value: Json | undefined): void {
    this.#committer.put(key, value);
  }

  get unstored(): number {
    return this.#committer.size;
  }

  get(key: string): Json | undefined {
    return this.#committer.get(key);
  }

  whenStored(run: () => void): void {
    this.#committer.whenStored(run);
  }

  actionEnded(): void {
    this.#action.open();
  }

  take(note: Note | undefined, { position, storedAt }: Pick<Stored, 'position' | 'storedAt'>): void {
    this.#notes = position;
    if (!note) return;
    const { intake, log, count } = this.#context;
    const here = this.#lanes.find(note.trigger, { orFormer: note.kind !== 'forget' });
    this.put(notesKey, position);
    applyNote(here && note.kind !== 'forget' ? { ...note, trigger: here.lane.trigger } : note, storedAt, {
      cells: this.#owned.cells,
      here,
      intake,
      log,
      count,
      get: (key) => this.get(key),
      put: (key, value) => this.put(key, value),
      moves: this.#moves,
    });
  }

  /** Makes what its journal holds as small as it can be. */
  compact(): void {
    this.#owned.compact();
  }

  /** Takes nothing more, waits for what runs, stores how far it is, and hands over. */
  async release(drainMs: number): Promise<void> {
    if (this.#closed) return;
    this.#withdraw();
    this.#careful?.leave();
    const drained = await this.#within(drainMs, this.#drained());
    this.#closed = true;
    if (drained || (await this.#within(abortMs, this.#abortActions()))) {
      await this.#within(this.#context.timing.silenceMs, this.#handOver());
    }
    this.#stop();
  }

  async #drained(): Promise<void> {
    while (this.#lanes.areActing) await this.#action.wait();
    await Promise.all(this.#tasks);
  }

  #abortActions(): Promise<void> {
    this.#lanes.abort(new DOMException('the worker stops', 'AbortError'));
    return this.#drained();
  }

  async #handOver(): Promise<void> {
    try {
      await this.#committer.store();
      await this.#owned.release();
    } catch (error) {
      this.#context.log.warn('the partition could not be handed over', { error });
    }
  }

  /** Whether something ends in time; giving up an owned partition ends the wait too. */
  async #within(ms: number, work: Promise<void>): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    using _ = this.#context.clock.schedule(ms, () => late.resolve(false));
    const lost = this.#ended.promise.then(() => false);
    return await Promise.race([work.then(() => true), late.promise, lost]);
  }

  #store(key: string, value: Json | undefined): Promise<void> {
    this.#committer.put(key, value);
    return this.#committer.store();
  }

  /** Moves the partition's frontier, and with it all lanes that keep up and have nothing under way. */
  #advance(): void {
    const { intake, clock } = this.#context;
    if (this.draining) return;
    const frontier = intake.frontier;
    const collect = (changes: Map<string, Json | undefined>) => {
      this.#lanes.collect(changes, frontier);
      if (frontier !== undefined && frontier !== this.#frontier) changes.set(frontierKey, frontier);
      if (this.#notes !== undefined && changes.size > 0) changes.set(notesKey, this.#notes);
    };
    // with all that waits to be stored: a position must not get ahead of what was parked before it
    this.#committer.store(collect).catch((error: unknown) => this.#fail(error));
    this.#frontier = frontier ?? this.#frontier;
    this.#frontierTimer = clock.schedule(frontierMs, () => this.#advance());
  }

  #fail(error: unknown): void {
    if (this.#closed || error instanceof OwnershipLostError) return;
    this.#context.log.error('a record could not be stored; the partition is given up', { error });
    this.#stop();
  }

  #withdraw(): void {
    const { intake, notes } = this.#context;
    this.#stopping.abort(new DOMException('the partition is given up', 'AbortError'));
    notes.remove(this);
    intake.remove([...this.#lanes]);
    this.#lanes.end();
  }

  /** Stops everything at once: actions under way may finish, what comes of them does not count. */
  #stop(): void {
    this.#closed = true;
    if (!this.draining) this.#withdraw();
    this.#frontierTimer?.[Symbol.dispose]();
    this.#committer[Symbol.dispose]();
    this.#action.open();
    this.#ended.resolve();
  }
}
