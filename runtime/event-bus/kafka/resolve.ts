import { type Address, classOf } from '../../../model/event/address.ts';
import { toTopicsOf } from '../../../model/event-bus/kafka-topics.ts';
import type { Position, Start } from '../contract.ts';
import type { KafkaConnection } from './connection.ts';
import { clockSkewMs, listOffsets, listOffsetsAt } from './offsets.ts';
import { toPosition } from './position.ts';
import type { Topic } from './topology.ts';

/**
 * The position at which reading addresses begins, in all topics of their class that the client may see. Rejects with a
 * `BusUnavailableError`.
 */
export async function resolve(
  connection: KafkaConnection,
  start: Start,
  addresses: readonly Address[],
): Promise<Position> {
  const { clock, bus } = connection;
  const topics = await topicsOf(connection, classOf(addresses));
  const timeMs = toTime(start, clock.now());
  const offsets = await offsetsAt(connection, topics, start);
  return toPosition({
    bus,
    time: Math.max(0, timeMs),
    topics: new Map(topics.map(({ name, key }) => [key, offsets.get(name) ?? []])),
  });
}

/** Those of a class that the client may see. */
export async function topicsOf(
  { spec, topology }: KafkaConnection,
  of: Address['class'] | 'journal',
): Promise<readonly Topic[]> {
  const beginning = toTopicsOf(spec, of);
  return [...(await topology.read({ anew: true })).values()].filter(({ name }) => name.startsWith(beginning));
}

function offsetsAt(connection: KafkaConnection, topics: readonly Topic[], start: Start) {
  if (start === 'now') return listOffsets(connection, topics, 'end');
  if (start === 'beginning') return listOffsets(connection, topics, 'first');
  return listOffsetsAt(connection, topics, Date.parse(start.time));
}

function toTime(start: Start, nowMs: number): number {
  if (start === 'beginning') return 0;
  const timeMs = start === 'now' ? nowMs : Math.min(nowMs, Date.parse(start.time));
  return timeMs - clockSkewMs;
}
