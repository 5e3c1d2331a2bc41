import { type Address, toSubject } from '../../../model/event/address.ts';
import { toShare } from '../../../model/hash.ts';
import type { Stored } from '../../event-bus/contract.ts';
import type { TriggerRunner } from '../acting/trigger-runner.ts';
import type { Lane } from '../lane/lane.ts';
import { Arrival } from './arrival.ts';
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

/** Brings each message to the lanes that it concerns: of the triggers that depend on its address, in its partition. */
export class Offering {
  /** All addresses that the triggers depend on. */
  readonly addresses: readonly Address[];
  readonly #routes = new Map<string, TriggerRunner[]>();
  readonly #count: number;
  readonly #part: (runner: TriggerRunner) => void;

  constructor({ runners, count, part }: OfferingOptions) {
    this.#count = count;
    this.#part = part;
    const addresses = new Map<string, Address>();
    for (const runner of runners) {
      for (const address of runner.trigger.addresses) {
        const subject = toSubject(address);
        addresses.set(subject, address);
        this.#routes.set(subject, [...(this.#routes.get(subject) ?? []), runner]);
      }
    }
    this.addresses = [...addresses.values()];
  }

  offer(feed: Feed, stored: Stored, stale: () => boolean): void | Promise<void> {
    const runners = this.#routes.get(toSubject(stored.address));
    if (!runners) return;
    const index = toShare(stored.event.id, this.#count);
    let arrival: Arrival | undefined;
    for (const runner of runners) {
      const lane = runner.lanes[index];
      if (lane === undefined || lane.place.reader !== feed.reader || lane.passes(stored)) continue;
      if (lane.home.careful || !runner.hasRoom) return this.#offerSlowly(feed, new Arrival(stored), stale);
      arrival ??= new Arrival(stored);
      runner.offer(lane, arrival);
    }
  }

  /** Offers to those who have not got it yet; where one has no room, waits for it or lets it part. */
  async #offerSlowly(feed: Feed, arrival: Arrival, stale: () => boolean): Promise<void> {
    const { stored } = arrival;
    const runners = this.#routes.get(toSubject(stored.address)) ?? [];
    const index = toShare(stored.event.id, this.#count);
    for (let i = 0; i < runners.length && !stale(); i++) {
      const runner = runners[i] as TriggerRunner;
      const lane = runner.lanes[index];
      if (lane === undefined || lane.place.reader !== feed.reader || lane.passes(stored)) continue;
      if (!runner.hasRoom) {
        if (feed.patient || this.#isAlone(runner, feed)) await runner.room.wait();
        else this.#part(runner);
        // others may have joined meanwhile
        i = -1;
      } else if (lane.home.careful) await this.#offerAlone(runner, lane, { arrival, stale });
      else runner.offer(lane, arrival);
    }
  }

  /** An input that may kill the worker, by being looked at already. */
  async #offerAlone(
    runner: TriggerRunner,
    lane: Lane,
    { arrival, stale }: { readonly arrival: Arrival; readonly stale: () => boolean },
  ): Promise<void> {
    const { careful } = lane.home;
    const input = `${runner.key}/${arrival.stored.offset}`;
    const verdict = careful?.verdict(input);
    if (verdict !== undefined) return runner.condemn(lane, arrival, verdict);
    if (!careful) return runner.offer(lane, arrival);
    await careful.alone(input, () => {
      if (!stale()) runner.offer(lane, arrival);
    });
  }

  /** Whether a feed's lanes are all of one trigger. */
  #isAlone(runner: TriggerRunner, feed: Feed): boolean {
    return runner.lanes.filter((lane) => lane && feed.lanes.has(lane)).length === feed.lanes.size;
  }
}
