import { sleep } from '../../support/clock.ts';
import type { KafkaConnection } from './connection.ts';
import { apiIdOf, toBusError } from './failure.ts';
import type { Topic } from './topology.ts';

/** Where a partition's records begin, end, or are of a time (in milliseconds since 1970). */
export type Mark = 'first' | 'end' | { readonly timeMs: number };

/** What passes when leaders have just changed. */
const passing: ReadonlySet<string> = new Set([
  'OFFSET_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
]);
/** Clocks differ; what was stored in between is read rather than missed. */
export const clockSkewMs = 60_000;
const attempts = 20;
const againAfterMs = 100;

/** The offsets of each topic's partitions, as their leaders tell. Rejects with a `BusUnavailableError`. */
export async function listOffsets(
  { admin, clock, closed, topology }: KafkaConnection,
  topics: readonly Topic[],
  mark: Mark,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (topics.length === 0) return new Map();
  const timestamp = mark === 'first' ? -2n : mark === 'end' ? -1n : BigInt(Math.max(0, Math.floor(mark.timeMs)));
  const asked = topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((_, partitionIndex) => ({ partitionIndex, timestamp })),
  }));
  for (let attempt = 1; ; attempt++) {
    try {
      const answers = await admin.listOffsets({ topics: asked });
      const offsets = new Map(topics.map(({ name, partitions }) => [name, partitions.map(() => -1)]));
      for (const { name, partitions } of answers)
        for (const { partitionIndex, offset } of partitions) {
          const of = offsets.get(name);
          if (of) of[partitionIndex] = Number(offset);
        }
      return offsets;
    } catch (error) {
      const refused = toBusError(error, 'asking for offsets');
      if (attempt >= attempts || closed.aborted || !passing.has(apiIdOf(error) ?? '')) throw refused;
      await topology.read({ anew: true }).catch(() => {});
      await sleep(clock, againAfterMs, closed).catch(() => {});
    }
  }
}

/** The same by a time: the end of a partition that has nothing since. */
export async function listOffsetsAt(
  connection: KafkaConnection,
  topics: readonly Topic[],
  timeMs: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const [at, ends] = await Promise.all([
    listOffsets(connection, topics, { timeMs }),
    listOffsets(connection, topics, 'end'),
  ]);
  return new Map(
    [...at].map(([name, of]) => [
      name,
      of.map((offset, index) => (offset < 0 ? (ends.get(name)?.[index] ?? 0) : offset)),
    ]),
  );
}
