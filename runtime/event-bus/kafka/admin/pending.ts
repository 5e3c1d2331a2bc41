import type { Address } from '../../../../model/event/address.ts';
import { toTopic } from '../../../../model/event-bus/kafka-topics.ts';
import type { Position } from '../../contract.ts';
import { PositionLostError } from '../../error.ts';
import type { KafkaConnection } from '../connection.ts';
import { listOffsets, listOffsetsAt } from '../offsets.ts';
import { parsePosition } from '../position.ts';

/** How many messages lie behind a position in the topics of addresses, whatever addresses they are of. */
export async function countPending(
  connection: KafkaConnection,
  after: Position,
  addresses: readonly Address[],
): Promise<number> {
  const place = parsePosition(after);
  if (place.bus !== connection.bus) throw new PositionLostError(`${after} is a position of another bus`);
  const topics = await connection.topology.find(addresses.map((address) => toTopic(connection.spec, address)));
  const ends = await listOffsets(connection, topics, 'end');
  const firsts = await listOffsets(connection, topics, 'first');
  let pending = 0;
  for (const topic of topics) {
    const from =
      place.topics.get(topic.key) ?? (await listOffsetsAt(connection, [topic], place.time)).get(topic.name) ?? [];
    for (const [index, end] of (ends.get(topic.name) ?? []).entries()) {
      const first = firsts.get(topic.name)?.[index] ?? 0;
      const next = from[index] ?? 0;
      if (next < first && index < from.length)
        throw new PositionLostError(
          `${topic.name}, partition ${index}, begins at ${first}, and ${next} was to be read next`,
        );
      pending += Math.max(0, end - Math.max(next, first));
    }
  }
  return pending;
}
