import { isDeepStrictEqual } from 'node:util';
import { toMs } from '../../model/duration.ts';
import type { Json } from '../../model/json.ts';
import type { KeeperSpec } from '../../model/keeper/keeper.ts';
import type { BusAdmin, BusState, DeclaredOnBus, EventBus, Position } from '../event-bus/contract.ts';
import { EventBusError } from '../event-bus/error.ts';
import { toNoteEvent } from '../partition/notes/note.ts';
import type { TaskContext } from '../partition/tasks.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import {
  type Absences,
  createIsGone,
  findOrphans,
  findUncertain,
  type IsGone,
  type Orphans,
  toAbsences,
} from './absences.ts';
import { isAnnounced } from './announced.ts';
import { type BusView, findForget, isOf } from './bus-view.ts';
import { BusViews } from './bus-views.ts';
import { type Declared, readWorkerKey, toPlacedKey, toWorkerKey, type WorkerName } from './declared.ts';
import { type KeeperCell, readKeeperCell } from './keeper-cell.ts';
import { measureLag, type TriggerLag } from './lag.ts';
import { findMissed } from './missed.ts';
import { toBusPlan } from './plan.ts';
import { provision } from './provision.ts';
import { measureRetention } from './retention.ts';
import { anyEvent, trimEvents } from './trim-events.ts';
import { JournalTrimmer } from './trim-journals.ts';
import { trimNotes } from './trim-notes.ts';

/** What a keeper is to do: how its bus is kept, and all that is declared on it. */
export interface Situation {
  readonly spec: KeeperSpec;
  readonly declared: Declared;
  /** The documents that say so, for a bus that has a place for each. */
  readonly onBus?: DeclaredOnBus;
  /** Whether all that a namespace declares is known; where not, nothing of it is taken for gone. */
  readonly isComplete: (namespace: string) => boolean;
}

/** What a round found. */
export interface Report {
  readonly state: BusState;
  readonly lags: readonly ReportedLag[];
  /** What nobody declares any more, and since when. */
  readonly absent: Absences;
  /** Why the bus is not what the plan says; absent where it is. */
  readonly refused: string | undefined;
}

interface ReportedLag extends TriggerLag {
  /** As `measureRetention` tells. */
  readonly retentionUsed: number | undefined;
}

export interface RoundOptions {
  readonly bus: EventBus;
  readonly admin: BusAdmin;
  /** The keeper's own place among the workers: its partition's name. */
  readonly self: WorkerName;
  readonly clock: Clock;
  readonly log: Log;
}

/** What keeps the bus from becoming what the plan says, and need keep the keeper from nothing else. */
const refusals: ReadonlySet<EventBusError['code']> = new Set(['planRefused', 'busRefused']);

/** Goes over a bus again and again: each round sees to it that everything in it is as it should be. */
export class Rounds {
  readonly #options: RoundOptions;
  readonly #views: BusViews;
  readonly #journals: JournalTrimmer;
  readonly #told = new Map<string, string>();

  constructor(options: RoundOptions) {
    this.#options = options;
    this.#views = new BusViews(options);
    this.#journals = new JournalTrimmer(options.admin);
  }

  /**
   * Whatever it is interrupted after, the next round comes to the same. The order matters: stores are made before they are
   * read; the end of the log is noted before the view is read, since what came later may be missing in it; triggers have
   * their places before anything is removed, since places are what keeps events; and who is absent is stored before
   * anything is done about it.
   */
  async run({ spec, declared, onBus, isComplete }: Situation, { cell, signal }: TaskContext): Promise<Report> {
    const { bus, admin, clock } = this.#options;
    const refused = await this.#apply(spec, onBus);
    const before = readKeeperCell(cell.get()).absent;
    const known = [...declared.workers, ...Object.keys(before).map(readWorkerKey)];
    const upTo = await bus.resolve('now', [anyEvent]);
    const view = await this.#place(declared, await this.#read(known, signal), () => this.#read(known, signal));
    const orphans = findOrphans(view, { declared, isComplete });
    const found = toAbsences(before, orphans, view, clock.now());
    const graceMs = toMs(spec.grace);
    const certain = await this.#keepRunning(found, orphans, { graceMs, signal });
    const isGone = createIsGone(certain, clock.now() - graceMs);
    const absent = { ...findUncertain(before, isComplete), ...certain };
    await this.#remember(before, absent, { cell, grace: spec.grace });
    await this.#forget(orphans, view, isGone);
    await this.#journals.trim([...view.partitions.filter(({ partition }) => !isGone(partition)), ...view.keepers]);
    this.#views.forgetNotes(
      await trimNotes({ bus, admin, view, declared: declared.triggers, isGone, nowMs: clock.now() }),
    );
    await this.#trimEvents({ spec, declared }, { view, upTo, isGone });
    const lags: ReportedLag[] = [];
    for (const trigger of declared.triggers) {
      const lag = await measureLag(trigger, { bus, admin, view });
      lags.push({ ...lag, retentionUsed: await measureRetention(lag, { bus, clock, signal }) });
    }
    return { state: view.state, lags, absent, refused };
  }

  async #apply(spec: KeeperSpec, onBus: DeclaredOnBus | undefined): Promise<string | undefined> {
    const { admin, log } = this.#options;
    try {
      for (const change of await admin.apply(toBusPlan(spec, onBus))) log.info('the bus was changed', { change });
      this.#say('plan', undefined);
      return undefined;
    } catch (error) {
      if (!(error instanceof EventBusError) || !refusals.has(error.code)) throw error;
      this.#say('plan', `the bus stays as it is: ${error.message}`);
      return error.message;
    }
  }

  #read(known: readonly WorkerName[], signal: AbortSignal): Promise<BusView> {
    const { self } = this.#options;
    return this.#views.read({ known, signal, isKeeper: ({ partition }) => isOf(partition, self) });
  }

  /** Gives first positions to triggers that have none; the view with them. */
  async #place({ triggers }: Declared, view: BusView, readAnew: () => Promise<BusView>): Promise<BusView> {
    let placed = false;
    for await (const told of provision({ ...this.#options, view, declared: triggers })) {
      this.#options.log.info('a trigger has its first position', { trigger: told });
      placed = true;
    }
    return placed ? readAnew() : view;
  }

  /** A worker that has replicas is not gone, even if nothing moves in it: its time begins anew. */
  async #keepRunning(
    absent: Absences,
    { workers }: Orphans,
    { graceMs, signal }: { readonly graceMs: number; readonly signal: AbortSignal },
  ): Promise<Absences> {
    const nowMs = this.#options.clock.now();
    const isGone = createIsGone(absent, nowMs - graceMs);
    const kept = { ...absent };
    for (const worker of workers.filter(isGone)) {
      const key = toWorkerKey(worker);
      const known = absent[key];
      if (!known || !(await isAnnounced(worker, { bus: this.#options.bus, nowMs, signal }))) continue;
      kept[key] = { ...known, since: new Date(nowMs).toISOString() };
      this.#options.log.warn('nobody declares this worker, but it runs; what the bus holds of it is kept', {
        worker: key,
      });
    }
    return kept;
  }

  /** Stores who is absent, before anything is done about it. */
  async #remember(
    before: Absences,
    absent: Absences,
    { cell, grace }: { readonly cell: TaskContext['cell']; readonly grace: string },
  ): Promise<void> {
    // even where nobody is absent, for by its cell others know a keeper
    if (cell.get() !== undefined && isDeepStrictEqual(before, absent)) return;
    await cell.set({ kind: 'keeper', absent } satisfies KeeperCell as unknown as Json);
    const { log } = this.#options;
    for (const name of Object.keys(absent).filter((key) => !before[key]))
      log.warn('nobody declares this any more; what the bus holds of it goes after the grace', { name, grace });
    for (const name of Object.keys(before).filter((key) => !absent[key]))
      log.info('what nobody declared is gone, or is declared again', { name });
  }

  async #forget({ workers, triggers }: Orphans, view: BusView, isGone: IsGone): Promise<void> {
    const { bus, admin, clock, log } = this.#options;
    for (const { partition } of view.partitions.filter(({ partition }) => workers.some((one) => isOf(partition, one))))
      if (isGone(partition)) {
        await admin.remove(partition);
        log.warn('the journal of a worker that is gone was removed', { ...partition });
      }
    for (const placed of triggers) {
      if (!isGone(placed) || findForget(view.notes, placed)) continue;
      const { worker, trigger } = placed;
      const address = { class: 'note', ...worker } as const;
      await bus.publish(address, toNoteEvent({ kind: 'forget', trigger }, address, clock.now()));
      log.warn('a trigger that is gone is forgotten', { trigger: toPlacedKey(placed) });
    }
  }

  async #trimEvents(
    { spec, declared }: Pick<Situation, 'spec' | 'declared'>,
    { view, upTo, isGone }: { readonly view: BusView; readonly upTo: Position; readonly isGone: IsGone },
  ): Promise<void> {
    const { bus, admin, clock, log } = this.#options;
    const result = await trimEvents({
      bus,
      admin,
      view,
      declared: declared.triggers,
      missed: findMissed({ bus, view, declared, isGone }),
      historyMs: spec.history === undefined ? undefined : toMs(spec.history),
      nowMs: clock.now(),
      upTo,
    });
    if (result && 'before' in result) log.info('history was trimmed', { before: result.before });
    const kept =
      result && 'kept' in result ? `the log of events is nearly full, and stays so: ${result.kept}` : undefined;
    this.#say('events', kept);
  }

  /** Warns of what is wrong, once, until it is something else. */
  #say(about: string, message: string | undefined): void {
    if (message !== undefined && this.#told.get(about) !== message) this.#options.log.warn(message);
    if (message === undefined) this.#told.delete(about);
    else this.#told.set(about, message);
  }
}
