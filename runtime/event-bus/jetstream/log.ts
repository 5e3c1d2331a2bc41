import { classOf } from '../../../model/event/address.ts';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import type { LogProgress, LogRange, Stored } from '../contract.ts';
import type { JetStreamConnection } from './connection.ts';
import { parsePosition, toOffsetSuffix, toPosition } from './position.ts';
import { decodeEvent } from './reading/decode.ts';
import type { Delivery } from './reading/delivery.ts';
import { toReadingFilter } from './reading/filter.ts';
import { follow } from './reading/follow.ts';

/** Follows the messages of addresses. What is there and no CloudEvent is passed over, with a line in the log. */
export async function* readLog(
  connection: JetStreamConnection,
  { after, addresses, signal: wanted }: LogRange,
): AsyncGenerator<Stored | LogProgress, void> {
  const signal = AbortSignal.any([wanted, connection.closed]);
  const stream = streamNames[classOf(addresses)];
  const filter = toReadingFilter(addresses);
  const start = parsePosition(after);
  const prefix = toPosition({ ...start, sequence: 0 }).slice(0, -1);
  const suffix = toOffsetSuffix(start.incarnation);
  const options = { stream, subjects: filter.subjects, after: start, contiguous: true, signal };
  for await (const { messages, upTo, atEnd } of follow(connection, options)) {
    let passedOver = messages.length === 0;
    for (const message of messages) {
      const stored = toStored(message);
      passedOver = stored === undefined;
      if (!stored) continue;
      if (signal.aborted) return;
      yield stored;
    }
    if (signal.aborted) return;
    if (atEnd || passedOver) yield { upTo: toPosition(upTo), atEnd };
  }

  function toStored(message: Delivery): Stored | undefined {
    const { subject, sequence, storedAt } = message;
    const address = filter.addressOf(subject);
    if (!address) return undefined;
    try {
      const event = decodeEvent(message);
      return { offset: `${sequence}${suffix}`, position: `${prefix}${sequence}`, address, event, storedAt };
    } catch (error) {
      connection.log.error('a message on the bus is no CloudEvent; it is passed over', { subject, sequence, error });
      return undefined;
    }
  }
}
