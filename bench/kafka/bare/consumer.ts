import { Consumer } from '@platformatic/kafka';
import { toBareOptions } from './topic.ts';

type Answer = Awaited<ReturnType<Consumer['fetch']>>;
type BareRecord = NonNullable<Answer['responses'][number]['partitions'][number]['records']>[number]['records'][number];

interface BareRange {
  readonly topic: string;
  readonly from: 'beginning' | 'now';
}

interface Partition {
  readonly index: number;
  next: bigint;
}

/** The least that reading takes: a request for each leader, the next one sent before what came is looked at. */
export async function consumeBare(
  brokers: readonly string[],
  { topic, from }: BareRange,
  came: (record: BareRecord) => void,
): Promise<AsyncDisposable> {
  const consumer = new Consumer({ ...toBareOptions(brokers), groupId: 'bare' });
  const of = (await consumer.metadata({ topics: [topic] })).topics.get(topic);
  const starts = from === 'now' ? (await consumer.listOffsets({ topics: [topic] })).get(topic) : undefined;
  const led = new Map<number, Partition[]>();
  for (const [index, { leader }] of of?.partitions.entries() ?? [])
    led.set(leader, [...(led.get(leader) ?? []), { index, next: starts?.[index] ?? 0n }]);
  let closed = false;
  const following = Array.from(led, async ([node, partitions]) => {
    for (let asked = fetch(node, partitions); !closed; ) {
      const answer = await asked.catch(() => undefined);
      if (!answer || closed) return;
      const batches = answer.responses.flatMap((response) => response.partitions);
      for (const { partitionIndex, records } of batches) {
        const last = records?.at(-1);
        const partition = partitions.find(({ index }) => index === partitionIndex);
        if (last && partition) partition.next = last.firstOffset + BigInt(last.lastOffsetDelta) + 1n;
      }
      asked = fetch(node, partitions);
      for (const { records } of batches)
        for (const batch of records ?? []) for (const record of batch.records) came(record);
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      closed = true;
      await consumer.close(true);
      await Promise.all(following);
    },
  };

  function fetch(node: number, partitions: readonly Partition[]): Promise<Answer> {
    const asked = partitions.map(({ index, next }) => ({
      partition: index,
      fetchOffset: next,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1024 ** 2,
    }));
    const topics = [{ topicId: of?.id ?? '', partitions: asked }];
    return consumer.fetch({ node, topics, maxWaitTime: 1_000, minBytes: 1, maxBytes: 4 * 1024 ** 2 });
  }
}
