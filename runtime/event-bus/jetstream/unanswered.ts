import type { JetStreamApiError } from '@nats-io/jetstream';
import type { Clock } from '../../support/clock.ts';
import { BusUnavailableError, type EventBusError } from '../error.ts';
import type { PubAck } from './pub-ack.ts';

/** A message on its way to a stream. */
export interface Sending {
  readonly subject: string;
  readonly headers: Uint8Array;
  readonly payload: Uint8Array;
  resolve(ack: PubAck): void;
  reject(error: EventBusError | JetStreamApiError): void;
}

const patienceMs = 5_000;
const lookEveryMs = 250;
/** The first one comes sooner for what was sent since the last. */
const patientLooks = patienceMs / lookEveryMs + 1;

/**
 * What was sent and is not answered yet, the oldest first. It is given up after 5 s, which are counted in looks: the
 * system's clock may be set. One timer looks after all.
 */
export class Unanswered {
  readonly #clock: Clock;
  readonly #sendings = new Map<number, Sending & { readonly untilLook: number }>();
  #last = 0;
  #looks = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The token by which its answer is known. */
  add(sending: Sending): number {
    this.#last++;
    this.#sendings.set(this.#last, { ...sending, untilLook: this.#looks + patientLooks });
    this.#timer ??= this.#clock.schedule(lookEveryMs, () => this.#expire());
    return this.#last;
  }

  get(token: number): Sending | undefined {
    return this.#sendings.get(token);
  }

  /** It is answered: whoever takes it settles it. */
  take(token: number): Sending | undefined {
    const sending = this.#sendings.get(token);
    this.#sendings.delete(token);
    return sending;
  }

  takeOldest(subject: string): Sending | undefined {
    for (const [token, sending] of this.#sendings) if (sending.subject === subject) return this.take(token);
    return undefined;
  }

  rejectAll(error: EventBusError): void {
    const sendings = [...this.#sendings.values()];
    this.#sendings.clear();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    for (const { reject } of sendings) reject(error);
  }

  #expire(): void {
    this.#timer = undefined;
    this.#looks++;
    for (const [token, { untilLook, subject }] of this.#sendings) {
      if (untilLook > this.#looks) break;
      const why = `JetStream did not acknowledge what was sent to '${subject}' within 5 s`;
      this.take(token)?.reject(new BusUnavailableError(why));
    }
    if (this.#sendings.size > 0) this.#timer = this.#clock.schedule(lookEveryMs, () => this.#expire());
  }
}
