import { type Address, classOf, toSubject } from '../../../model/event/address.ts';
import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
import type { Log } from '../../support/log.ts';
import type { LogProgress, LogRange, Stored } from '../contract.ts';
import { PositionLostError } from '../error.ts';
import type { KafkaConnection } from './connection.ts';
import { parsePosition, toOffset } from './position.ts';
import { LogReading, type Taken } from './reading/log-reading.ts';
import { decodeEvent, subjectOf } from './record.ts';

/** So many messages that nobody asked for are passed over until it is said. */
const mostPassedOver = 1_000;

/** Follows the messages of addresses. What is there and no CloudEvent is passed over, with a line in the log. */
export async function* readLog(
  connection: KafkaConnection,
  { after, addresses, signal: wanted }: LogRange,
): AsyncGenerator<Stored | LogProgress, void> {
  const signal = AbortSignal.any([wanted, connection.closed]);
  const place = parsePosition(after);
  if (place.bus !== connection.bus) throw new PositionLostError(`${after} is a position of another bus`);
  classOf(addresses);
  const bySubject = new Map(addresses.map((address) => [toSubject(address), address]));
  const topics = new Set(addresses.map((address) => toTopic(connection.spec, address)));
  await using reading = new LogReading(connection, { after: place, topics, signal });
  const wake = () => reading.wake();
  signal.addEventListener('abort', wake);
  try {
    await reading.open();
    const delivery = new Delivery(reading, { bySubject, log: connection.log });
    // no generator within another, which costs as much as the rest
    while (!signal.aborted) {
      const next = delivery.next();
      if (next) yield next;
      else await reading.news();
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

interface DeliveryOptions {
  readonly bySubject: ReadonlyMap<string, Address>;
  readonly log: Log;
}

/** What a reader is given of what is read. */
class Delivery {
  readonly #reading: LogReading;
  readonly #options: DeliveryOptions;
  #toldEnd = false;

  constructor(reading: LogReading, options: DeliveryOptions) {
    this.#reading = reading;
    this.#options = options;
  }

  /** Nothing where it has to be waited for. */
  next(): Stored | LogProgress | undefined {
    for (let passedOver = 0; passedOver < mostPassedOver; ) {
      const record = this.#reading.take();
      if (!record) return this.#tellProgress(passedOver);
      this.#toldEnd = false;
      const stored = this.#toStored(record);
      if (stored) return stored;
      passedOver++;
    }
    return { upTo: this.#reading.position, atEnd: false };
  }

  #tellProgress(passedOver: number): LogProgress | undefined {
    const atEnd = this.#reading.isAtEnd;
    if (passedOver === 0 && (!atEnd || this.#toldEnd)) return undefined;
    this.#toldEnd = atEnd;
    return { upTo: this.#reading.position, atEnd };
  }

  #toStored({ headers, value, topicKey, partition, offset, position, storedAt }: Taken): Stored | undefined {
    const { bySubject, log } = this.#options;
    const subject = subjectOf(headers);
    const address = subject === undefined ? undefined : bySubject.get(subject);
    if (subject !== undefined && !address) return undefined;
    try {
      const event = decodeEvent(headers, value);
      if (address) return { offset: toOffset(topicKey, partition, offset), position, address, event, storedAt };
      log.error('a message on the bus says no address; it is passed over', { partition, offset });
    } catch (error) {
      log.error('a message on the bus is no CloudEvent; it is passed over', { subject, partition, offset, error });
    }
    return undefined;
  }
}
