import type { EventBus, Journal } from '../../runtime/event-bus/contract.ts';
import { PositionLostError } from '../../runtime/event-bus/error.ts';
import { readPartitions } from './read-partitions.ts';

/** A bus whose journals are trimmed so often while they are read. */
function trimmed(times: number): Pick<EventBus, 'journal'> {
  let left = times;
  return {
    async journal(): Promise<Journal> {
      return {
        async *read() {
          if (left-- > 0) throw new PositionLostError('it was trimmed');
          yield 'tail';
        },
        append: () => Promise.reject(new Error('it is read alone')),
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

async function read(times: number): Promise<readonly number[]> {
  const { signal } = new AbortController();
  const worker = { namespace: 'ci', worker: 'main' };
  const found: number[] = [];
  for await (const { partition } of readPartitions(trimmed(times), { worker, indices: [3, 7], signal }))
    found.push(partition.index);
  return found;
}

it('a journal that is trimmed while it is read is read anew, a few times', async () => {
  expect(await read(4)).toStrictEqual([3, 7]);
  await expect(read(5)).rejects.toThrow('it was trimmed');
});
