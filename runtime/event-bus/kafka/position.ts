import { hash } from 'node:crypto';
import type { Position } from '../contract.ts';
import { PositionLostError } from '../error.ts';

/** A position in the log of a class, taken apart. */
export interface Place {
  /** The bus that it is of: cluster and topics' prefix. */
  readonly bus: string;
  /** In topics that it does not name, what was stored before has been seen; in milliseconds since 1970. */
  readonly time: number;
  /** The next offset of each partition of a topic, by the topic's key; what is not there is at its beginning. */
  readonly topics: ReadonlyMap<string, readonly number[]>;
}

/** A topic as positions know it: of another one with the same name, made anew, the second half differs. */
export interface TopicKey {
  readonly name: string;
  /** Kafka's own. */
  readonly id: string;
}

const keyLength = 6;
const radix = 36;

/** Tells a bus from others: on another cluster, or with another prefix. */
export function toBusKey(clusterId: string, topicPrefix: string): string {
  return digest(`${clusterId} ${topicPrefix}`);
}

export function toTopicKey({ name, id }: TopicKey): string {
  return digest(name) + digest(id);
}

/** `<bus>~<time>~<topic>=<offset>.<offset>~...`, in the order of topics, without zeros at the end: equal where equal. */
export function toPosition({ bus, time, topics }: Place): Position {
  const segments = Array.from(topics, ([key, offsets]) => toSegment(key, offsets));
  return joinPosition(toHead(bus, time), segments);
}

/** The same of the parts that `toHead` and `toSegment` make. */
export function joinPosition(head: string, segments: readonly string[]): Position {
  if (segments.length === 1) return `${head}~${segments[0]}`;
  return [head, ...segments.toSorted()].join('~');
}

/** What a position begins with. */
export function toHead(bus: string, time: number): string {
  return `${bus}~${time.toString(radix)}`;
}

/** Whether two keys are of topics with the same name. */
export function isOfName(a: string, b: string): boolean {
  return a.slice(0, keyLength) === b.slice(0, keyLength);
}

/** A topic's part of a position. */
export function toSegment(key: string, offsets: readonly number[]): string {
  let count = offsets.length;
  while (count > 0 && !offsets[count - 1]) count--;
  let text = `${key}=`;
  for (let partition = 0; partition < count; partition++)
    text += `${partition === 0 ? '' : '.'}${offsets[partition] ?? 0}`;
  return text;
}

/** Throws a `PositionLostError` where it is no position of a Kafka bus. */
export function parsePosition(position: Position): Place {
  const known = parsed.get(position);
  if (known) return known;
  const [, bus, time, rest] = /^([\w-]{6})~([\da-z]+)((?:~[\w-]{12}=[\d.]*)*)$/.exec(position) ?? [];
  if (bus === undefined || time === undefined || rest === undefined)
    throw new PositionLostError(`'${position}' is no position of a Kafka bus`);
  const topics = new Map<string, readonly number[]>();
  for (const part of rest.split('~').slice(1)) {
    const [key = '', offsets = ''] = part.split('=');
    topics.set(key, offsets === '' ? [] : offsets.split('.').map(Number));
  }
  const place = { bus, time: Number.parseInt(time, radix), topics };
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(position, place);
  return place;
}

/** Positions are compared again and again, for each message. */
const parsed = new Map<Position, Place>();
const mostParsed = 64;

/** `<topic>.<partition>.<offset>` */
export function toOffset(topicKey: string, partition: number, offset: number): string {
  return `${topicKey}.${partition}.${offset}`;
}

/** Whether a position lies behind the message with this offset. */
export function covers(position: Position, offset: string): boolean {
  const [key = '', partition, at] = offset.split('.');
  return (parsePosition(position).topics.get(key)?.[Number(partition)] ?? 0) > Number(at);
}

/**
 * The position with the lowest offset of each partition, of a topic that only some name among these; one of the given ones,
 * the last that fits, where it is that. Throws a `PositionLostError` where they are of several incarnations.
 */
export function earliest(positions: readonly [Position, ...Position[]]): Position {
  return merge(positions, (topics) => topics);
}

/** The same, but for topics that only some name: of these, the others have seen what was stored before their time. */
export function resume(positions: readonly [Position, ...Position[]]): Position {
  return merge(
    positions,
    (topics, places) => new Map([...topics].filter(([key]) => places.every((place) => place.topics.has(key)))),
  );
}

type Topics = Place['topics'];

function merge(
  positions: readonly [Position, ...Position[]],
  keep: (topics: Topics, places: readonly Place[]) => Topics,
): Position {
  if (positions.every((position) => position === positions[0])) return positions[0];
  const places = positions.map(parsePosition);
  const topics = new Map<string, readonly number[]>();
  const named = new Map<string, string>();
  for (const { bus, topics: of } of places) {
    if (bus !== places[0]?.bus)
      throw new PositionLostError(`positions of the buses ${places[0]?.bus} and ${bus} have no order`);
    for (const [key, offsets] of of) {
      const name = key.slice(0, keyLength);
      if ((named.get(name) ?? key) !== key) throw new PositionLostError('a topic was made anew between two positions');
      named.set(name, key);
      const others = topics.get(key);
      topics.set(key, others ? lowest(others, offsets) : offsets);
    }
  }
  const time = Math.min(...places.map((place) => place.time));
  const [{ bus }] = places as [Place];
  const low = toPosition({ bus, time, topics: keep(topics, places) });
  const isLow = (position: Position) => withoutTime(position) === withoutTime(low);
  return positions.findLast(isLow) ?? low;
}

function lowest(a: readonly number[], b: readonly number[]): readonly number[] {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, at) => Math.min(a[at] ?? 0, b[at] ?? 0));
}

/** How late it was is no part of where it is. */
function withoutTime(position: Position): string {
  return position.slice(position.indexOf('~', keyLength + 1));
}

function digest(text: string): string {
  return hash('sha1', text, 'base64url').slice(0, keyLength);
}
