import { randomUUID } from 'node:crypto';
import type { Json } from '../../../model/json.ts';
import type { BusPromises, Journal } from '../../event-bus/contract.ts';
import type { Clock } from '../../support/clock.ts';
import { Gate } from '../../support/gate.ts';
import type { Log } from '../../support/log.ts';
import { orAborted } from '../../support/or-aborted.ts';
import type { BaseShares } from '../journal/base-shares.ts';
import { BaseTurns } from '../journal/base-turns.ts';
import { type CellText, type ReadonlyCells, toTexts } from '../journal/cells.ts';
import type { Fold } from '../journal/fold.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import type { Changes, RecordContent } from '../journal/record.ts';
import type { Timing } from '../timing.ts';
import { ActPermit } from './act-permit.ts';
import { JournalUnreadableError, OwnershipLostError } from './error.ts';
import type { OwnedPartition } from './owned-partition.ts';

export interface ClaimOptions {
  /** Stays open: who opened it disposes it, after the partition. */
  readonly journal: Journal;
  readonly maxEntryBytes: number;
  readonly appends: BusPromises['appends'];
  /** Unique per start of a process. */
  readonly owner: string;
  readonly clock: Clock;
  readonly timing: Timing;
  /** Whether an owner is believed to be at work, and so about to release what is placed elsewhere. By default none is. */
  readonly isLive?: (owner: string) => boolean;
  /** Gives up at once, without a release: the claim, and later the ownership. */
  readonly signal: AbortSignal;
  /** Gives up a claim that was not sent yet; one that was is brought to its end, for whoever wanted it to release. */
  readonly unwanted?: AbortSignal;
  readonly log: Log;
}

/**
 * Claims a partition. While another owner is at work it waits for the release, but no longer than `handOverMs`: then it
 * takes over. Rejects with an `OwnershipLostError` where another claim came first, and with a
 * `JournalUnreadableError` where the journal does not tell the state.
 */
export async function claimPartition(options: ClaimOptions): Promise<OwnedPartition> {
  const ownership = new Ownership(options);
  await ownership.claim();
  return ownership;
}

/** Commits that are stored together; without a change, a heartbeat. */
interface Group extends PromiseWithResolvers<void> {
  readonly changes: Map<string, Json | undefined>;
  isProgress: boolean;
}

const noChanges: readonly CellText[] = [];

/** One ownership, from its claim to its end. */
class Ownership implements OwnedPartition {
  readonly #options: ClaimOptions;
  readonly #lost = new AbortController();
  /** It ended: lost, given up or released. */
  readonly #stopped = new AbortController();
  readonly #writer: JournalWriter;
  readonly #bases: BaseTurns;
  readonly #permit: ActPermit;
  readonly #claimId = randomUUID();
  readonly #changed = new Gate();
  #epoch = Number.POSITIVE_INFINITY;
  #deaths = 0;
  /** While the claim is under way: the last record before it. */
  #claimingAfter: number | undefined;
  #next: Group | undefined;
  #writing = false;
  #permitted: Promise<void> | undefined;
  #release: PromiseWithResolvers<void> | undefined;

  constructor(options: ClaimOptions) {
    const { signal } = this.#stopped;
    this.#options = options;
    this.#permit = new ActPermit({ ...options, signal });
    this.#writer = new JournalWriter({
      ...options,
      signal,
      folded: () => this.#folded(),
      failed: (error) => this.#end(error),
    });
    this.#bases = new BaseTurns(this.#fold, options.maxEntryBytes);
    const giveUp = ({ reason }: AbortSignal) => this.#end(reason);
    onAbort(options.signal, giveUp, signal);
    if (options.unwanted) onAbort(options.unwanted, (unwanted) => this.#isSent || giveUp(unwanted), signal);
  }

  get epoch(): number {
    return this.#epoch;
  }

  get cells(): ReadonlyCells {
    return this.#fold.cells;
  }

  get deathsWithoutProgress(): number {
    return this.#deaths;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async claim(): Promise<void> {
    const { owner, timing } = this.#options;
    try {
      await this.#writer.readToTail();
      if (this.#isHeld()) await this.#untilHandedOver();
      this.#stopped.signal.throwIfAborted();
      const { epoch: prevEpoch, n: prevN, unknown } = this.#fold;
      if (unknown) throw new JournalUnreadableError(`the state of the partition is not known: ${unknown}`);
      this.#epoch = prevEpoch + 1;
      this.#claimingAfter = prevN;
      const head = { id: this.#claimId, epoch: this.#epoch, owner, n: 0, kind: 'claim', prevEpoch, prevN } as const;
      this.#permit.renew(await this.#writer.write(head, noChanges));
    } catch (error) {
      this.#end(error);
      throw error;
    }
    this.#claimingAfter = undefined;
    this.#deaths = this.#fold.deathsWithoutProgress;
    // the former owner acts on what it sent before this claim was stored, so the wait begins no earlier than now
    this.#permit.startWait(Math.min(this.#fold.waitMs ?? timing.successorWaitMs, timing.successorWaitMs));
    this.#write();
  }

  commit(changes: Changes, { isProgress = true }: { readonly isProgress?: boolean } = {}): Promise<void> {
    if (this.#isOver) return Promise.reject(this.#reason);
    const group = this.#join();
    group.isProgress ||= isProgress && changes.size > 0;
    for (const [key, value] of changes) group.changes.set(key, value);
    return group.promise;
  }

  mayAct(): true | Promise<void> {
    if (this.#isOver) return Promise.reject(this.#reason);
    if (this.#permit.granted) return true;
    this.#permitted ??= this.#untilPermitted().finally(() => {
      this.#permitted = undefined;
    });
    return this.#permitted;
  }

  release(): Promise<void> {
    if (!this.#release) {
      if (this.#isOver) return Promise.reject(this.#reason);
      this.#release = Promise.withResolvers<void>();
      this.#write();
    }
    return this.#release.promise;
  }

  compact(): void {
    if (this.#isOver) return;
    this.#bases.ask();
    this.#write();
  }

  get #fold(): Fold {
    return this.#writer.fold;
  }

  get #isOver(): boolean {
    return this.#release !== undefined || this.#stopped.signal.aborted;
  }

  get #isSent(): boolean {
    return this.#epoch !== Number.POSITIVE_INFINITY;
  }

  get #reason(): OwnershipLostError {
    return this.#stopped.signal.reason ?? new OwnershipLostError('the partition is being released');
  }

  async #untilPermitted(): Promise<void> {
    while (!this.#permit.granted) {
      await (this.#permit.wait ?? this.#join().promise);
      if (this.#isOver) throw this.#reason;
    }
  }

  /** Whether somebody else is at work on it. */
  #isHeld(): boolean {
    const { owner: self, isLive } = this.#options;
    const { owner, released } = this.#fold;
    return owner !== undefined && owner !== self && !released && isLive?.(owner) === true;
  }

  async #untilHandedOver(): Promise<void> {
    const { clock, timing } = this.#options;
    const deadline = clock.now() + timing.handOverMs;
    while (this.#isHeld() && clock.now() < deadline) {
      using _ = clock.schedule(timing.retryMs, () => this.#changed.open());
      await orAborted(this.#changed.wait(), this.#stopped.signal);
    }
    await this.#writer.readToTail();
  }

  /** The group that is stored next. */
  #join(): Group {
    this.#next ??= { changes: new Map(), isProgress: false, ...Promise.withResolvers<void>() };
    this.#write();
    return this.#next;
  }

  /** Writes all there is to write, unless that is under way. */
  #write(): void {
    if (this.#writing) return;
    this.#writing = true;
    void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // what is committed in the same turn is stored together
    await null;
    for (let step = this.#nextStep(); step && !this.#stopped.signal.aborted; step = this.#nextStep()) {
      await step().catch((error) => this.#end(error));
    }
    this.#writing = false;
  }

  #nextStep(): (() => Promise<void>) | undefined {
    const [base, group, release] = [this.#bases.find(), this.#next, this.#release];
    // nobody can take over while the cells are not known
    const comesFirst = this.#fold.unknown !== undefined || (!release && this.#bases.isBehind);
    if (base && comesFirst) return () => this.#tell(base);
    if (group) return () => this.#store(group);
    if (release) return () => this.#handOver(release);
    return base && (() => this.#tell(base));
  }

  async #tell(base: BaseShares): Promise<void> {
    const { changes, ...share } = base.take();
    await this.#record({ kind: 'base', ...share, strikes: this.#fold.strikes }, changes);
    this.#bases.told();
  }

  async #store(group: Group): Promise<void> {
    this.#next = undefined;
    try {
      await this.#record({ kind: group.isProgress ? 'commit' : 'heartbeat' }, toTexts(group.changes));
      group.resolve();
    } catch (error) {
      this.#end(error);
      group.reject(this.#reason);
    }
  }

  async #handOver(release: PromiseWithResolvers<void>): Promise<void> {
    await this.#record({ kind: 'release', waitMs: this.#permit.owedMs }, noChanges);
    this.#stop(new OwnershipLostError('the partition is released'));
    release.resolve();
  }

  async #record(record: RecordContent, changes: Iterable<CellText>): Promise<void> {
    const name = { id: randomUUID(), epoch: this.#epoch, owner: this.#options.owner, n: this.#fold.n + 1 };
    this.#permit.renew(await this.#writer.write({ ...name, ...record }, changes));
  }

  #folded(): void {
    this.#changed.open();
    const obstacle = this.#findObstacle();
    if (obstacle) this.#end(obstacle);
    else if (this.#fold.epoch === this.#epoch && this.#fold.unknown) this.#write();
  }

  /** Why this ownership, or the claim to it, is over. */
  #findObstacle(): Error | undefined {
    const { epoch, n, owner, claim, unknown } = this.#fold;
    const claimed = claim === this.#claimId;
    if (epoch >= this.#epoch && !claimed)
      return new OwnershipLostError(`${owner} has claimed the partition, with epoch ${epoch}`);
    if (this.#claimingAfter === undefined) return undefined;
    if (unknown) return new JournalUnreadableError(`the state of the partition is not known: ${unknown}`);
    const outrun = this.#options.appends === 'checked' && !claimed && n !== this.#claimingAfter;
    return outrun ? new OwnershipLostError(`${owner} is at work on the partition`) : undefined;
  }

  #end(error: unknown): void {
    if (this.#stopped.signal.aborted) return;
    const givenUp = () => new OwnershipLostError('the partition was given up', { cause: error });
    const reason = error instanceof OwnershipLostError ? error : givenUp();
    this.#stop(reason);
    this.#next?.reject(reason);
    this.#release?.reject(reason);
    this.#lost.abort(reason);
  }

  #stop(reason: OwnershipLostError): void {
    this.#stopped.abort(reason);
    this.#writer[Symbol.dispose]();
  }
}

function onAbort(signal: AbortSignal, run: (signal: AbortSignal) => void, until: AbortSignal): void {
  if (signal.aborted) run(signal);
  else signal.addEventListener('abort', () => run(signal), { signal: until });
}
