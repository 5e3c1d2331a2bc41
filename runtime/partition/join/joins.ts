import type { Json } from '../../../model/json.ts';
import type { Position } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import type { Taker } from '../../sensor/join/admit.ts';
import { arrive, close, type Generation, itemsOf, reconsider, type Transition } from '../../sensor/join/generation.ts';
import type { Clock } from '../../support/clock.ts';
import type { Observe } from '../../support/observation.ts';
import type { Lane } from '../lane/lane.ts';
import type { Newcomer } from '../work/held-event.ts';
import type { Work } from '../work/work.ts';
import { Fates } from './fates.ts';
import { bytesOf, countOf, type Item, withoutUnknown } from './heads.ts';
import { readKey, toKeyPath } from './held-cell.ts';
import { HeldEvents } from './held-events.ts';
import { LogTime } from './log-time.ts';

export interface JoinsOptions {
  readonly trigger: CompiledTrigger;
  readonly lane: Lane;
  readonly cells: ReadonlyMap<string, Json>;
  /** As the bus tells the time. */
  readonly clock: Clock;
  readonly observe: Observe;
  readonly logEnd: () => Promise<Position>;
  /** Whether executions may be added. */
  readonly hasRoom: () => boolean;
  /** How much a dead letter can carry. */
  readonly maxHeldBytes: number;
  /** Stores and starts an execution of so many that were held; or gives it up, where it says why. */
  readonly start: (work: Work, units: number) => void;
}

/** So many generations are ended at once, and further ones in a turn of their own. */
const manyAtOnce = 1_000;
const fewAtOnce = 16;

/** The events of a trigger that wait for others, in one partition. Its time is the log's: when events were stored. */
export class Joins implements Disposable {
  readonly #options: JoinsOptions;
  readonly #events: HeldEvents;
  readonly #fates: Fates;
  readonly #time: LogTime;

  constructor(options: JoinsOptions) {
    const { trigger, cells, lane, clock, logEnd } = options;
    this.#options = options;
    this.#events = new HeldEvents(lane.home, trigger, cells);
    this.#fates = new Fates(options);
    this.#time = new LogTime({ lane, clock, logEnd, passed: (until) => this.#pass(until) });
    for (const { held } of this.#events.heads.values()) lane.hold(countOf(held));
  }

  /** Decides what a former owner held, whose rules may have been others. */
  begin(): void {
    const { rules } = this.#options.trigger.join;
    this.#events.adopt();
    for (const [path, generation] of [...this.#events.heads]) {
      const known = withoutUnknown(generation, rules);
      if (known !== generation) this.#forsake(path, generation, known);
      if (known) this.#apply(path, known, reconsider(rules, known));
    }
    this.#time.wait(this.#nextEnd());
  }

  /** Takes an event that is counted as held, for those that let it pass. */
  take(newcomer: Newcomer, takers: readonly Taker[]): void {
    const { held, redriven } = newcomer;
    this.#events.whileArriving(newcomer, (item) => {
      for (const taker of takers) {
        // one that is redriven does not tell how far the log has been read
        if (!redriven) this.#endIfOver(this.#pathOf(taker), held.storedAt);
        this.#arrive(taker, item, held.storedAt);
      }
    });
    this.#makeRoom(held.storedAt);
    this.#time.wait(redriven ? this.#nextEnd() : this.#sweep(held.storedAt, fewAtOnce));
  }

  [Symbol.dispose](): void {
    this.#time[Symbol.dispose]();
  }

  #pathOf({ key }: Taker): string {
    return toKeyPath({ keying: this.#options.trigger.join.keying, key });
  }

  #arrive(taker: Taker, item: Item, at: number): void {
    const { dependencies } = taker;
    const { trigger, maxHeldBytes } = this.#options;
    const { rules } = trigger.join;
    const path = this.#pathOf(taker);
    const generation = this.#events.heads.get(path);
    const held = generation?.held ?? {};
    const fresh = dependencies.filter((name) => !itemsOf(held, name).some(({ offset }) => offset === item.offset));
    this.#fates.repeat(dependencies.length - fresh.length);
    if (fresh.length === 0) return;
    const transition = arrive(rules, generation, { dependencies: fresh, item, at });
    const bytes = bytesOf(transition.fires ?? transition.generation?.held ?? {});
    if (bytes > maxHeldBytes) {
      const all = fresh.map((dependency) => this.#events.read(path, { dependency, item }));
      this.#fates.giveUp(all, tooLarge(bytes, maxHeldBytes));
      return;
    }
    this.#apply(path, generation, transition);
  }

  /** Closes the oldest where more are open than may be: one for one, and some more where fewer may be than before. */
  #makeRoom(at: number): void {
    const { maxOpen } = this.#options.trigger.join.window ?? { maxOpen: Number.POSITIVE_INFINITY };
    const { heads } = this.#events;
    for (let left = fewAtOnce; heads.size > maxOpen && left > 0; left--) {
      const [oldest] = heads;
      if (!oldest) return;
      if (this.#isOver(...oldest, at)) this.#endIfOver(oldest[0], at);
      else this.#close(...oldest, `more than ${maxOpen} keys were open`);
    }
  }

  #pass(until: number): number {
    this.#events.sort();
    return this.#sweep(until, manyAtOnce);
  }

  /** Ends what is over at a moment, oldest first; answers when the next will be. */
  #sweep(at: number, most: number): number {
    let left = most;
    for (const [path, generation] of this.#events.heads) {
      if (!this.#isOver(path, generation, at)) break;
      if (left-- === 0 || !this.#options.hasRoom()) return at;
      this.#endIfOver(path, at);
    }
    return this.#nextEnd();
  }

  #nextEnd(): number {
    const [oldest] = this.#events.heads;
    if (!oldest) return Number.POSITIVE_INFINITY;
    const now = this.#options.clock.now();
    return this.#events.isDisordered || this.#isOver(...oldest, now)
      ? now
      : Math.min(this.#events.windowEndOf(...oldest), this.#options.trigger.join.resets(now).next);
  }

  #isOver(path: string, generation: Generation<Item>, at: number): boolean {
    return (
      this.#events.windowEndOf(path, generation) <= at ||
      generation.openedAt < this.#options.trigger.join.resets(at).last
    );
  }

  /** Ends a generation where its window or a reset ended before a moment. */
  #endIfOver(path: string, at: number): void {
    const generation = this.#events.heads.get(path);
    if (!generation) return;
    const { openedAt } = generation;
    const dueAt = this.#events.windowEndOf(path, generation);
    // a tick behind the window's end is none of its own
    const { last } = this.#options.trigger.join.resets(Math.min(at, Math.max(openedAt, dueAt)));
    if (openedAt < last) this.#reset(path, generation, last);
    else if (dueAt <= at) this.#close(path, generation);
  }

  #close(path: string, generation: Generation<Item>, why?: string): void {
    this.#apply(path, generation, close(this.#options.trigger.join.rules, generation), why);
  }

  #reset(path: string, generation: Generation<Item>, tick: number): void {
    const all = this.#events.readAll(path, generation.held);
    this.#events.replace(path, generation, undefined);
    this.#fates.reset(all, tick);
  }

  /** Dependencies are gone from the condition. */
  #forsake(path: string, generation: Generation<Item>, known: Generation<Item> | undefined): void {
    const gone = Object.entries(generation.held).filter(([name]) => !Object.hasOwn(known?.held ?? {}, name));
    const all = this.#events.readAll(path, Object.fromEntries(gone));
    this.#events.replace(path, generation, known);
    this.#fates.giveUp(all, 'its dependency is gone from the condition');
  }

  #apply(
    path: string,
    before: Generation<Item> | undefined,
    { generation, fires, ended }: Transition<Item>,
    why?: string,
  ): void {
    // events are read before their cells go
    const fates = ended.map((fate) => ({
      ...this.#events.read(path, fate),
      as: fate.as,
      by: fate.by && this.#events.read(path, { dependency: fate.dependency, item: fate.by }).held,
    }));
    const firing = fires && this.#events.readAll(path, fires);
    this.#events.replace(path, before, generation);
    this.#fates.end(fates, why);
    if (firing) this.#fates.fire(readKey(path), firing);
  }
}

function tooLarge(bytes: number, maxBytes: number): string {
  return `with what waits under its key it may take ${bytes} bytes, and all of that must fit into a dead letter of ${maxBytes}`;
}
