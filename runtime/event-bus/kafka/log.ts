import { type Address, classOf, toSubject } from '../../../model/event/address.ts';
import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
import type { Log } from '../../support/log.ts';
import type { LogProgress, LogRange, Stored } from '../contract.ts';
import { PositionLostError } from '../error.ts';
import type { KafkaConnection } from './connection.ts';
import { parsePosition, toOffset } from './position.ts';
import type { Decode } from './reading/fetch-response.ts';
import { LogReading } from './reading/log-reading.ts';
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
  const topics = new Set(addresses.map((address) => toTopic(connection.spec, address)));
  const decode = createDecode(connection.log, addresses);
  await using reading = new LogReading(connection, { after: place, topics, decode, signal });
  const wake = () => reading.wake();
  signal.addEventListener('abort', wake);
  try {
    await reading.open();
    const delivery = new Delivery(reading);
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

type Decoded = Pick<Stored, 'address' | 'event'>;

/** Makes events of records; nothing of those that nobody asked for. */
function createDecode(log: Log, addresses: readonly Address[]): Decode<Decoded | undefined> {
  const bySubject = new Map(addresses.map((address) => [toSubject(address), address]));
  return ({ headers, value, partition, offset }) => {
    const subject = subjectOf(headers);
    const address = subject === undefined ? undefined : bySubject.get(subject);
    if (subject !== undefined && !address) return undefined;
    try {
      const event = decodeEvent(headers, value);
      if (address) return { address, event };
      log.error('a message on the bus says no address; it is passed over', { partition, offset });
    } catch (error) {
      log.error('a message on the bus is no CloudEvent; it is passed over', { subject, partition, offset, error });
    }
    return undefined;
  };
}

/** What a reader is given of what is read. */
class Delivery {
  readonly #reading: LogReading<Decoded | undefined>;
  #toldEnd = false;

  constructor(reading: LogReading<Decoded | undefined>) {
    this.#reading = reading;
  }

  /** Nothing where it has to be waited for. */
  next(): Stored | LogProgress | undefined {
    for (let passedOver = 0; passedOver < mostPassedOver; ) {
      const record = this.#reading.take();
      if (!record) return this.#tellProgress(passedOver);
      this.#toldEnd = false;
      const { content, topicKey, partition, offset, position, storedAt } = record;
      if (content) return { offset: toOffset(topicKey, partition, offset), position, storedAt, ...content };
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
}
