import type { PartitionName } from '../../../../model/event/address.ts';
import { toJournalTopic } from '../../../../model/event-bus/kafka-topics.ts';
import type { Position, TrimTarget } from '../../contract.ts';
import { PositionLostError } from '../../error.ts';
import type { KafkaConnection } from '../connection.ts';
import { apiIdOf, toBusError } from '../failure.ts';
import { parseJournalPosition } from '../journal-position.ts';
import { listOffsets } from '../offsets.ts';
import { parsePosition } from '../position.ts';
import type { Publishing } from '../publish.ts';
import { endOfJournal } from '../record.ts';
import { topicsOf } from '../resolve.ts';

/** Has the leaders delete what lies before a position. */
export async function trim(connection: KafkaConnection, target: TrimTarget, before: Position): Promise<void> {
  if ('log' in target) await trimLog(connection, target.log, before);
  else await trimJournal(connection, target.journal, before);
}

async function trimLog(
  connection: KafkaConnection,
  of: 'event' | 'note' | 'member' | 'deadLetter' | 'outcome',
  before: Position,
): Promise<void> {
  const place = parsePosition(before);
  if (place.bus !== connection.bus) throw new PositionLostError(`${before} is a position of another bus`);
  const topics = await topicsOf(connection, of);
  const named = topics.filter(({ key }) => place.topics.has(key));
  const ends = await listOffsets(connection, named, 'end');
  for (const { name, key } of named) {
    const offsets = place.topics.get(key) ?? [];
    await deleteBefore(
      connection,
      name,
      offsets.map((offset, index) => Math.min(offset, ends.get(name)?.[index] ?? 0)),
    );
  }
}

async function trimJournal(connection: KafkaConnection, partition: PartitionName, before: Position): Promise<void> {
  const topic = await connection.topology.need(toJournalTopic(connection.spec, partition));
  const place = parseJournalPosition(before);
  if (place.topic !== topic.key) throw new PositionLostError(`the topic ${topic.name} was made anew`);
  const end = (await listOffsets(connection, [topic], 'end')).get(topic.name)?.[partition.index] ?? 0;
  const offsets: number[] = [];
  // the last entry stays
  offsets[partition.index] = Math.min(place.offset, end - 1);
  await deleteBefore(connection, topic.name, offsets);
}

/**
 * Ends a partition's journal with a record that says so, and deletes all of it: who stands before the end has lost it, and
 * entries that come later lie behind.
 */
export async function remove({ connection, publisher }: Publishing, partition: PartitionName): Promise<void> {
  const [topic] = await connection.topology.find([toJournalTopic(connection.spec, partition)]);
  if (!topic || partition.index >= topic.partitions.length) return;
  const [first, end] = await Promise.all([
    listOffsets(connection, [topic], 'first'),
    listOffsets(connection, [topic], 'end'),
  ]);
  const at = partition.index;
  if (first.get(topic.name)?.[at] === end.get(topic.name)?.[at]) return;
  const offset = await publisher.send({ topic: topic.name, partition: at }, endOfJournal);
  const offsets: number[] = [];
  offsets[at] = offset + 1;
  await deleteBefore(connection, topic.name, offsets);
}

/** Where there is no offset, or 0, a partition stays as it is. */
async function deleteBefore({ admin }: KafkaConnection, name: string, offsets: readonly number[]): Promise<void> {
  const partitions = [...offsets.entries()].flatMap(([partition, offset]) =>
    offset ? [{ partition, offset: BigInt(Math.max(0, offset)) }] : [],
  );
  if (partitions.length === 0) return;
  await admin.deleteRecords({ topics: [{ name, partitions }] }).catch((error: unknown) => {
    // it begins behind that already
    if (apiIdOf(error) !== 'OFFSET_OUT_OF_RANGE') throw toBusError(error, `trimming ${name}`);
  });
}
