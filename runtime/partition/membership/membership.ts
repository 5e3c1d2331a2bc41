import type { WorkerAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventBus, Position, Stored } from '../../event-bus/contract.ts';
import { PositionLostError } from '../../event-bus/error.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { Timing } from '../timing.ts';
import { BusTime } from './bus-time.ts';
import { placePartitions } from './placement.ts';
import { type Announcement, Roster } from './roster.ts';

export interface MembershipOptions {
  readonly bus: EventBus;
  readonly namespace: string;
  readonly worker: string;
  /** Unique per start of a process; the owner that it names in journals. */
  readonly replica: string;
  /** Equal where replicas run the same documents. */
  readonly configHash: string;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly log: Log;
  /** These partitions should be owned here from now on, and no others. */
  readonly onChange: (indices: ReadonlySet<number>) => void;
}

/** A replica's place among the others. Disposing says good-bye, so that they take over at once: release before. */
export interface Membership extends AsyncDisposable {
  /** Says that partitions may be placed here no more. */
  retire(): void;
  /** Whether a replica is believed to be at work. */
  isLive(replica: string): boolean;
  /** What the bus's clock shows, in milliseconds since 1970. */
  busNow(): number;
}

/** Announces a replica and follows the others, from what was announced lately on. */
export function startMembership(options: MembershipOptions): Membership {
  const member = new Member(options);
  member.start();
  return member;
}

class Member implements Membership {
  readonly #options: MembershipOptions;
  readonly #address: WorkerAddress;
  readonly #startedAt: number;
  readonly #roster: Roster;
  readonly #busTime = new BusTime();
  readonly #stopped = new AbortController();
  #following: Promise<void> | undefined;
  #timer: Disposable | undefined;
  #announced = 0;
  #ready = true;
  /** Own announcements come back, so those of the others have been heard. */
  #heardSelf = false;
  #mine = '';

  constructor(options: MembershipOptions) {
    const { namespace, worker, clock, timing } = options;
    this.#options = options;
    this.#address = { class: 'member', namespace, worker };
    this.#startedAt = clock.now();
    this.#roster = new Roster(timing);
  }

  start(): void {
    this.#following = this.#follow();
    this.#tick();
  }

  retire(): void {
    if (!this.#ready) return;
    this.#ready = false;
    void this.#announce();
  }

  isLive(replica: string): boolean {
    return this.#roster.isLive(replica);
  }

  busNow(): number {
    return this.#busTime.at(this.#options.clock.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { clock, timing } = this.#options;
    this.#timer?.[Symbol.dispose]();
    this.#stopped.abort();
    const late = Promise.withResolvers<void>();
    using _ = clock.schedule(timing.settleMs, late.resolve);
    await Promise.race([Promise.all([this.#announce(), this.#following]), late.promise]);
  }

  #tick(): void {
    const { clock, timing } = this.#options;
    void this.#announce();
    this.#timer = clock.schedule(timing.announceMs, () => this.#tick());
  }

  async #announce(): Promise<void> {
    const { bus, log } = this.#options;
    try {
      await bus.publish(this.#address, this.#toEvent());
    } catch (error) {
      log.warn('this replica cannot announce itself', { error });
    }
  }

  #toEvent(): Event {
    const { namespace, worker, replica, configHash, clock } = this.#options;
    const announcement: Announcement = {
      replica,
      configHash,
      startedAt: this.#startedAt,
      ready: this.#ready,
      leaving: this.#stopped.signal.aborted,
    };
    return {
      id: `${replica}.${++this.#announced}`,
      source: `/${namespace}/${worker}`,
      type: 'eventwright.member',
      time: new Date(clock.now()).toISOString(),
      datacontenttype: 'application/json',
      data: Buffer.from(JSON.stringify(announcement)),
    };
  }

  async #follow(): Promise<void> {
    const { bus, clock, timing, log } = this.#options;
    const addresses = [this.#address];
    const { signal } = this.#stopped;
    let after: Position | undefined;
    while (!signal.aborted) {
      try {
        after ??= await bus.resolve({ time: this.#longAgo() }, addresses);
        for await (const message of bus.log({ after, addresses, signal })) {
          if ('event' in message) this.#hear(message);
          after = 'event' in message ? message.position : message.upTo;
        }
      } catch (error) {
        if (error instanceof PositionLostError) after = undefined;
        if (!signal.aborted) log.warn('the announcements of other replicas cannot be read', { error });
      }
      await sleep(clock, timing.retryMs, signal).catch(() => {});
    }
  }

  /** Far enough back to hear of everybody, even with a clock that is a little fast. */
  #longAgo(): string {
    const { clock, timing } = this.#options;
    return new Date(clock.now() - 3 * timing.silenceMs).toISOString();
  }

  #hear({ event, storedAt }: Stored): void {
    const announcement = readAnnouncement(event);
    if (!announcement) {
      this.#options.log.warn('an announcement cannot be read', { id: event.id });
      return;
    }
    this.#roster.hear(announcement, storedAt);
    const { replica, clock } = this.#options;
    if (announcement.replica === replica) {
      this.#heardSelf = true;
      this.#busTime.heard(clock.now(), storedAt);
    }
    if (this.#heardSelf) this.#place();
  }

  #place(): void {
    const { count, replica, onChange } = this.#options;
    const placed = placePartitions(this.#roster.placeable(), count);
    const indices = placed.flatMap((who, index) => (who === replica ? [index] : []));
    if (indices.join() === this.#mine || this.#stopped.signal.aborted) return;
    this.#mine = indices.join();
    onChange(new Set(indices));
  }
}

function readAnnouncement(event: Event): Announcement | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(event.data).toString());
    return isAnnouncement(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function isAnnouncement(data: unknown): data is Announcement {
  if (typeof data !== 'object' || data === null) return false;
  const { replica, configHash, startedAt, ready, leaving } = data as Record<string, unknown>;
  const isNamed = typeof replica === 'string' && typeof configHash === 'string';
  return isNamed && Number.isFinite(startedAt) && typeof ready === 'boolean' && typeof leaving === 'boolean';
}
