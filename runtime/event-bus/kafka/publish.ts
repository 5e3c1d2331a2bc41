import type { Address } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
import { toShare } from '../../../model/hash.ts';
import { EventBusError } from '../error.ts';
import type { KafkaConnection } from './connection.ts';
import { maxMessageBytes } from './promises.ts';
import type { Publisher } from './publisher.ts';
import { encodeEvent, toKey } from './record.ts';

export interface Publishing {
  readonly connection: KafkaConnection;
  readonly publisher: Publisher;
}

/** Publishes an event as the contract of buses has it: those of one `partitionkey` to one partition. */
export async function publish({ connection, publisher }: Publishing, to: Address, event: Event): Promise<void> {
  checkSize(event);
  const { name, partitions } = await connection.topology.need(toTopic(connection.spec, to));
  const partition = toShare(toKey(event), partitions.length);
  await publisher.send({ topic: name, partition }, encodeEvent(to, event));
}

/** Headers take room of a message. */
const headerBytes = 64 * 1024;

function checkSize({ data }: Event): void {
  const most = maxMessageBytes - headerBytes;
  if (data.length > most)
    throw new EventBusError('entryTooLarge', `the payload has ${data.length} bytes, the most is ${most}`);
}
