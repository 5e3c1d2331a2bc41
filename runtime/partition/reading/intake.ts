import type { Address } from '../../../model/event/address.ts';
import { reaches } from '../../event-bus/compare-positions.ts';
import type { EventBus, Position } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { Observe } from '../../support/observation.ts';
import type { TriggerRunner } from '../acting/trigger-runner.ts';
import type { Lane } from '../lane/lane.ts';
import { LogReader } from './log-reader.ts';
import { type Feed, Offering } from './offering.ts';
import type { Valve } from './valve.ts';

export interface IntakeOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve' | 'covers' | 'earliest' | 'resume' | 'recover'>;
  readonly runners: readonly TriggerRunner[];
  /** All that the triggers depend on. */
  readonly addresses: readonly Address[];
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
  readonly valve: Valve;
}

/**
 * Who reads what: one reader for all lanes that keep up; one for those of partitions that were claimed late, until they
 * have caught up with it; one for each trigger that is held up, so that it holds up nobody; and one for each partition
 * that must take its inputs one by one.
 */
export class Intake implements Disposable {
  readonly #options: IntakeOptions;
  readonly #offering: Offering;
  readonly #shared: Feed;
  readonly #late: Feed;
  readonly #apart = new Map<TriggerRunner, Feed>();
  readonly #feeds = new Map<Lane, Feed>();

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#offering = new Offering({ ...options, part: (runner) => this.#part(runner) });
    const { addresses } = options;
    this.#shared = this.#createFeed(addresses);
    this.#late = this.#createFeed(addresses, { mayMerge: () => true });
    for (const runner of options.runners) {
      const mayMerge = () => runner.hasAmpleRoom;
      this.#apart.set(runner, this.#createFeed(runner.trigger.addresses, { mayMerge, patient: true }));
    }
  }

  /** Where the lanes stand that keep up; none does if absent. */
  get frontier(): Position | undefined {
    return this.#shared.lanes.size > 0 ? this.#shared.reader.position : undefined;
  }

  /** Reads for the lanes of a partition that is owned now. */
  add(lanes: readonly Lane[]): void {
    const reading = lanes.filter(({ standsStill }) => !standsStill);
    const careful = lanes[0]?.home.careful;
    const together = reading.filter((lane) => careful || !lane.apart);
    if (careful) {
      const mayMerge = (atEnd: boolean) => atEnd && careful.idle;
      this.#readFor(this.#createFeed(this.#options.addresses, { mayMerge, patient: true }), together);
    } else this.#readFor(this.#areUpToDate(together) ? this.#shared : this.#late, together);
    for (const lane of lanes) {
      if (lane.standsStill) lane.apart = true;
      else if (lane.apart && !careful) this.resume(lane);
    }
  }

  /** Reads no more for these. */
  remove(lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#leave(lane);
  }

  /** Lets a lane stand where it is. */
  suspend(lane: Lane): void {
    this.#leave(lane);
    lane.apart = true;
  }

  /** Lets a lane go on from where it stands, unless something else holds it there. */
  resume(lane: Lane): void {
    if (lane.standsStill) return;
    const runner = this.#options.runners.find(({ trigger }) => trigger.name === lane.trigger);
    const feed = runner && this.#apart.get(runner);
    if (!feed) return;
    lane.apart = true;
    this.#readFor(feed, [lane]);
  }

  [Symbol.dispose](): void {
    for (const lane of [...this.#feeds.keys()]) this.#leave(lane);
  }

  #createFeed(
    addresses: readonly Address[],
    { mayMerge, patient = false }: { mayMerge?: (atEnd: boolean) => boolean; patient?: boolean } = {},
  ): Feed {
    const { bus, clock, random, log, valve } = this.#options;
    const feed: Feed = {
      reader: new LogReader({
        bus,
        addresses,
        clock,
        random,
        log,
        valve,
        offer: (stored, signal) => this.#offering.offer(feed, stored, signal),
        ...(mayMerge && {
          advanced: (reader) => mayMerge(reader.atEnd) && this.#hasCaughtUp(reader.position) && this.#merge(feed),
        }),
        lost: (beginning, error) => this.#lose(feed, beginning, error),
      }),
      lanes: new Set(),
      patient,
    };
    return feed;
  }

  /** Lets a feed read for more lanes, from where the last of all its lanes stands. */
  #readFor(feed: Feed, added: readonly Lane[]): void {
    if (added.length === 0) return;
    const { reader, lanes } = feed;
    for (const lane of added) {
      this.#leave(lane);
      lanes.add(lane);
      this.#feeds.set(lane, feed);
    }
    const from = this.#merged('resume', [...lanes]);
    if (from instanceof PositionLostError) {
      for (const lane of lanes) lane.place.unfollow();
      reader.startAnew(from);
    } else if (!reader.running || this.#isBefore(from, reader.position)) {
      for (const lane of lanes) lane.place.unfollow();
      reader.start(from);
      for (const lane of lanes) lane.place.follow(reader);
    } else for (const lane of added) lane.place.follow(reader);
    // a reader that waits for the only trigger of its lanes must not wait for it any longer
    for (const runner of this.#options.runners) runner.room.open();
  }

  #leave(lane: Lane): void {
    const feed = this.#feeds.get(lane);
    if (!feed) return;
    this.#feeds.delete(lane);
    feed.lanes.delete(lane);
    lane.place.unfollow();
    if (feed.lanes.size > 0) return;
    feed.reader.stop();
    for (const runner of this.#options.runners) runner.room.open();
  }

  /** The lanes of a feed have caught up. */
  #merge(feed: Feed): void {
    const lanes = [...feed.lanes];
    for (const lane of lanes) {
      lane.apart = false;
      lane.home.careful?.end();
    }
    this.#readFor(this.#shared, lanes);
  }

  /** Lets a trigger that is held up read on its own. */
  #part(runner: TriggerRunner): void {
    const feed = this.#apart.get(runner) as Feed;
    const lanes = runner.lanes.filter((lane) => lane !== undefined && this.#isHeldUpBy(lane, feed)) as Lane[];
    for (const lane of lanes) lane.apart = true;
    this.#readFor(feed, lanes);
  }

  #isHeldUpBy(lane: Lane, apart: Feed): boolean {
    const feed = this.#feeds.get(lane);
    return feed !== undefined && feed !== apart && !feed.patient;
  }

  #lose(feed: Feed, beginning: Position, error: PositionLostError): void {
    const { log, observe } = this.#options;
    const triggers = new Set<Lane['trigger']>();
    for (const lane of feed.lanes) {
      lane.place.unfollow();
      const addresses = this.#addressesOf(lane);
      const { position, isLost } = this.#options.bus.recover(lane.place.position, { beginning, addresses });
      if (!isLost) {
        if (position !== lane.place.position) lane.place.moveTo(position);
        continue;
      }
      lane.goOnFrom(position);
      triggers.add(lane.trigger);
    }
    feed.reader.moveTo(beginning);
    for (const lane of feed.lanes) lane.place.follow(feed.reader);
    for (const trigger of triggers) {
      log.error('events were lost: the log was trimmed or replaced; the trigger goes on from its beginning', {
        trigger,
        error,
      });
      observe({ kind: 'positionLost', trigger, reason: error.message });
    }
  }

  #addressesOf(lane: Lane): readonly Address[] {
    const { runners, addresses } = this.#options;
    return runners.find(({ lanes }) => lanes.includes(lane))?.trigger.addresses ?? addresses;
  }

  #merged(how: 'earliest' | 'resume', lanes: readonly Lane[]): Position | PositionLostError {
    const [first, ...others] = lanes.map(({ place }) => place.position);
    try {
      return this.#options.bus[how]([first as Position, ...others]);
    } catch (error) {
      if (error instanceof PositionLostError) return error;
      throw error;
    }
  }

  #areUpToDate(lanes: readonly Lane[]): boolean {
    if (lanes.length === 0) return true;
    const from = this.#merged('earliest', lanes);
    return !(from instanceof PositionLostError) && this.#hasCaughtUp(from);
  }

  /** Whether a frontier lies before another, at least in part; also where the two cannot be compared. */
  #isBefore(a: Position, b: Position): boolean {
    return a !== b && !reaches(this.#options.bus, a, b);
  }

  #hasCaughtUp(position: Position): boolean {
    const { reader } = this.#shared;
    return !reader.running || !this.#isBefore(position, reader.position);
  }
}
