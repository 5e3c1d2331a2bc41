import { createInbox, type Msg, type MsgHdrs, type Subscription } from '@nats-io/nats-core';
import type { JetStreamConnection } from '../connection.ts';
import { type Delivery, toDelivery } from './delivery.ts';

export interface PullSessionOptions {
  readonly connection: JetStreamConnection;
  readonly stream: string;
  readonly consumer: string;
  /** The most that one pull brings; a larger message needs a larger one. */
  readonly pullBytes: number;
  /** The most messages that one pull may ask for. */
  readonly mostAsked: number;
}

/** Messages that are asked for and not yet taken, at most. */
const mostWindow = 2_048;
const heartbeatMs = 1_000;
const lookEveryMs = 250;
/** So many looks without a word: counted, since the system's clock may be set, and since who is held up looks less often. */
const quietLooks = 5;
const silentLooks = 10;
const expiresMs = 30_000;
const status = { idle: 100, expired: 408, refused: 409 } as const;
/** Refusals that end a pull and leave the consumer as it is. */
const endsPull: ReadonlySet<string> = new Set(['Message Size Exceeds MaxBytes', 'Batch Completed']);
const lostOnTheWay = 'messages were lost on the way';

/**
 * What one consumer delivers, as long as nothing is irregular. Pulls follow what is taken: at most two are under way, so
 * that a slow reader holds no more than they bring.
 */
export class PullSession implements Disposable {
  readonly #options: PullSessionOptions;
  readonly #window: number;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  readonly #changes: Disposable;
  #watch: Disposable | undefined;
  #came: Delivery[] = [];
  #asked = 0;
  #pulls = 0;
  #consumerSequence = 0;
  #silentLooks = 0;
  /** By pull. */
  readonly #beats = new Map<string, number>();
  #isQuiet = false;
  #broken: string | undefined;
  #wasServed = false;
  #needsBytes = false;
  #news = Promise.withResolvers<void>();

  constructor(options: PullSessionOptions) {
    const { connection } = options;
    this.#options = options;
    this.#window = Math.min(mostWindow, options.mostAsked);
    this.#inbox = `${createInbox(connection.inboxPrefix)}.`;
    this.#subscription = connection.nats.subscribe(`${this.#inbox}*`, {
      callback: (error, message) => {
        if (error) this.#break(error.message);
        else this.#hear(message);
      },
    });
    this.#changes = connection.onChange(() => this.#break('the connection changed'));
    this.#pull(this.#window);
    this.#watchSilence();
  }

  /** Why it delivers nothing more. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** The consumer has taken a pull. */
  get wasServed(): boolean {
    return this.#wasServed;
  }

  /** The next message is larger than a pull may bring. */
  get needsBytes(): boolean {
    return this.#needsBytes;
  }

  /**
   * How often the consumer has said to one pull, since its last message, that it has none. Between two beats of one pull
   * it looks again; those of two pulls may come of one look.
   */
  get idleBeats(): number {
    return Math.max(0, ...this.#beats.values());
  }

  /** A heartbeat is late. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Resolves as soon as anything has come, or nothing will, or the consumer is quiet. */
  get news(): Promise<void> {
    return this.#news.promise;
  }

  /** Wakes who waits for news. */
  wake(): void {
    this.#news.resolve();
  }

  /** What has come. What was taken before is done with. */
  take(): readonly Delivery[] {
    this.#news = Promise.withResolvers();
    const taken = this.#came;
    this.#came = [];
    const room = this.#window - this.#asked - taken.length;
    if (!this.#broken && room >= this.#window / 2) this.#pull(room);
    // nothing is asked for: whoever has done with what was taken comes again
    if (this.#broken || this.#asked === 0) this.#news.resolve();
    return taken;
  }

  [Symbol.dispose](): void {
    this.#watch?.[Symbol.dispose]();
    this.#changes[Symbol.dispose]();
    if (!this.#options.connection.nats.isClosed()) this.#subscription.unsubscribe();
  }

  #pull(batch: number): void {
    const { connection, stream, consumer, pullBytes } = this.#options;
    if (this.#asked === 0) this.#silentLooks = 0;
    this.#asked += batch;
    connection.nats.publish(
      `${connection.api}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
      JSON.stringify({ batch, max_bytes: pullBytes, expires: expiresMs * 1e6, idle_heartbeat: heartbeatMs * 1e6 }),
      { reply: `${this.#inbox}${++this.#pulls}` },
    );
  }

  #hear(message: Msg): void {
    this.#silentLooks = 0;
    if (this.#broken) return;
    const delivery = toDelivery(message, this.#options.consumer);
    if (delivery) this.#hearDelivery(delivery);
    else this.#hearStatus(message.headers, message.subject);
  }

  #hearDelivery(delivery: Delivery): void {
    if (delivery.consumerSequence !== this.#consumerSequence + 1) {
      this.#break(lostOnTheWay);
      return;
    }
    this.#consumerSequence++;
    this.#wasServed = true;
    this.#asked--;
    this.#beats.clear();
    if (this.#came.push(delivery) === 1) this.#news.resolve();
  }

  #hearStatus(headers: MsgHdrs | undefined, pull: string): void {
    const told = (name: string) => Number(headers?.get(name) || 0);
    const { code = 0, description = 'no status' } = headers ?? {};
    if (code === status.idle) {
      if (told('Nats-Last-Consumer') !== this.#consumerSequence) this.#break(lostOnTheWay);
      this.#beats.set(pull, (this.#beats.get(pull) ?? 0) + 1);
      this.#wasServed = true;
    } else if (code === status.expired || (code === status.refused && endsPull.has(description))) {
      this.#asked -= told('Nats-Pending-Messages');
      this.#beats.delete(pull);
      // nothing of the pull was used
      this.#needsBytes ||= code === status.refused && told('Nats-Pending-Bytes') === this.#options.pullBytes;
      if (this.#needsBytes) this.#break('the next message is larger than a pull');
    } else this.#break(`${code} ${description}`);
    this.#news.resolve();
  }

  #watchSilence(): void {
    this.#watch = this.#options.connection.clock.schedule(lookEveryMs, () => {
      this.#silentLooks = this.#asked > 0 ? this.#silentLooks + 1 : 0;
      this.#isQuiet = this.#silentLooks > quietLooks;
      if (this.#isQuiet) this.#news.resolve();
      if (this.#silentLooks > silentLooks) this.#break('the consumer is silent');
      else this.#watchSilence();
    });
  }

  #break(why: string): void {
    this.#broken ??= why;
    this.#news.resolve();
  }
}
