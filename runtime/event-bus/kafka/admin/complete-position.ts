import type { Address } from '../../../../model/event/address.ts';
import { toTopic } from '../../../../model/event-bus/kafka-topics.ts';
import type { Position } from '../../contract.ts';
import { PositionLostError } from '../../error.ts';
import type { KafkaConnection } from '../connection.ts';
import { listOffsetsAt } from '../offsets.ts';
import { isOfName, parsePosition, toPosition } from '../position.ts';

/** A position that also names the topics of addresses which are newer than it: where reading them from there begins. */
export async function completePosition(
  connection: KafkaConnection,
  position: Position,
  addresses: readonly Address[],
): Promise<Position> {
  const place = parsePosition(position);
  if (place.bus !== connection.bus) throw new PositionLostError(`${position} is a position of another bus`);
  const known = await connection.topology.read();
  const names = new Set(addresses.map((address) => toTopic(connection.spec, address)));
  const named = [...place.topics.keys()];
  const newer = [...names]
    .flatMap((name) => known.get(name) ?? [])
    .filter((topic) => !named.some((key) => isOfName(key, topic.key)));
  if (newer.length === 0) return position;
  const starts = await listOffsetsAt(connection, newer, place.time);
  const topics = newer.map(({ name, key }) => [key, starts.get(name) ?? []] as const);
  return toPosition({ ...place, topics: new Map([...place.topics, ...topics]) });
}
