import { toSubject } from '../../../model/event/address.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { TriggerRunner } from '../acting/trigger-runner.ts';
import type { Lane } from '../lane/lane.ts';
import { Arrival } from '../work/arrival.ts';
import type { LogReader } from './log-reader.ts';

/** A reader, and the lanes that it reads for. */
export interface Feed {
  readonly reader: LogReader;
  readonly lanes: Set<Lane>;
  /** It waits for whoever has no room. */
  readonly patient: boolean;
}

export interface OfferingOptions {
  readonly runners: readonly TriggerRunner[];
  /** How many partitions the worker's work has. */
  readonly count: number;
  /** Lets a trigger that has no room read on its own. */
  readonly part: (runner: TriggerRunner) => void;
}

type Concerned = readonly [runner: TriggerRunner, lane: Lane];

/** Brings each message to the lanes that it concerns: of the triggers that depend on its address, in its partition. */
export class Offering {
  readonly #routes = new Map<string, TriggerRunner[]>();
  readonly #count: number;
  readonly #part: (runner: TriggerRunner) => void;

  constructor({ runners, count, part }: OfferingOptions) {
    this.#count = count;
    this.#part = part;
    for (const runner of runners) {
      for (const address of runner.trigger.addresses) {
        const subject = toSubject(address);
        this.#routes.set(subject, [...(this.#routes.get(subject) ?? []), runner]);
      }
    }
  }

  /** A promise holds the reader up; the signal tells it that the reader has been moved meanwhile. */
  offer(feed: Feed, stored: Stored, signal: AbortSignal): void | Promise<void> {
    const arrival = new Arrival(stored, { count: this.#count });
    for (const [runner, lane] of this.#concerned(feed, arrival)) {
      if (lane.home.careful || !runner.hasRoom) return this.#offerSlowly(feed, arrival, signal);
      runner.offer(lane, arrival);
    }
  }

  /** Offers to the others; where one has no room, waits for it or lets it part. */
  async #offerSlowly(feed: Feed, arrival: Arrival, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // looked up anew each time: others may have joined while one was waited for
      const [next] = this.#concerned(feed, arrival);
      if (!next) return;
      const [runner, lane] = next;
      const { careful } = lane.home;
      if (!runner.hasRoom) {
        if (feed.patient || this.#isAlone(runner, feed)) await runner.room.wait();
        else this.#part(runner);
      } else if (careful) {
        // it may kill the worker by being looked at already
        await careful.take(
          { trigger: lane.trigger, offset: arrival.stored.offset },
          {
            run: () => {
              if (!signal.aborted) runner.offer(lane, arrival);
            },
            condemn: (reason) => runner.condemn(lane, arrival, reason),
          },
        );
      } else runner.offer(lane, arrival);
    }
  }

  /** Those whom a message concerns, and who have not got it yet. */
  #concerned(feed: Feed, arrival: Arrival): readonly Concerned[] {
    const concerned: Concerned[] = [];
    const runners = this.#routes.get(toSubject(arrival.address));
    if (!runners) return concerned;
    for (const runner of runners) {
      for (const index of arrival.partitionsOf(runner.trigger)) {
        const lane = runner.lanes[index];
        if (lane?.place.reader !== feed.reader || lane.passes(arrival.stored)) continue;
        if (!lane.route.hasHandled(arrival)) concerned.push([runner, lane]);
      }
    }
    return concerned;
  }

  /** Whether a feed's lanes are all of one trigger. */
  #isAlone(runner: TriggerRunner, feed: Feed): boolean {
    return runner.lanes.filter((lane) => lane && feed.lanes.has(lane)).length === feed.lanes.size;
  }
}
