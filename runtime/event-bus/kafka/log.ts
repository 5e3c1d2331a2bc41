import { type Address, classOf, toSubject } from '../../../model/event/address.ts';
import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
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
    yield* deliver(connection, { reading, bySubject, signal });
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

interface Delivering {
  readonly reading: LogReading;
  readonly bySubject: ReadonlyMap<string, Address>;
  readonly signal: AbortSignal;
}

async function* deliver(
  { log }: KafkaConnection,
  { reading, bySubject, signal }: Delivering,
): AsyncGenerator<Stored | LogProgress, void> {
  let toldEnd = false;
  let passedOver = 0;
  while (!signal.aborted) {
    const record = reading.take();
    const stored = record && toStored(record);
    if (record) toldEnd = false;
    if (stored) {
      passedOver = 0;
      yield stored;
      continue;
    }
    if (record && ++passedOver < mostPassedOver) continue;
    const atEnd = !record && reading.isAtEnd;
    if ((atEnd && !toldEnd) || passedOver > 0) yield { upTo: reading.position, atEnd };
    toldEnd ||= atEnd;
    passedOver = 0;
    if (!record && !signal.aborted) await reading.news();
  }

  function toStored(record: Taken): Stored | undefined {
    const subject = subjectOf(record.headers);
    const address = subject === undefined ? undefined : bySubject.get(subject);
    const { topicKey, partition, offset, position, storedAt } = record;
    if (subject !== undefined && !address) return undefined;
    try {
      const event = decodeEvent(record.headers, record.value);
      if (address) return { offset: toOffset(topicKey, partition, offset), position, address, event, storedAt };
      log.error(`a message on the bus says no address; it is passed over`, { partition, offset });
    } catch (error) {
      log.error('a message on the bus is no CloudEvent; it is passed over', { subject, partition, offset, error });
    }
    return undefined;
  }
}
