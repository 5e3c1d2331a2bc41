import { hash32 } from '../../../model/hash.ts';

/**
 * Who has each of `count` partitions: rendezvous hashing, so that a replica that comes or goes moves little but its own
 * share, with no replica above its even share. Every replica that knows the same others comes to the same answer.
 */
export function placePartitions(replicas: Iterable<string>, count: number): readonly (string | undefined)[] {
  const load = new Map([...replicas].sort().map((replica) => [replica, 0]));
  const placed: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  const share = Math.ceil(count / load.size);
  for (const { replica, index } of rank([...load.keys()], count)) {
    const taken = load.get(replica) ?? 0;
    if (placed[index] !== undefined || taken === share) continue;
    placed[index] = replica;
    load.set(replica, taken + 1);
  }
  return placed;
}

/** Every pair of a replica and a partition, the closest first. */
function rank(replicas: readonly string[], count: number): { replica: string; index: number }[] {
  const pairs = replicas.flatMap((replica) =>
    Array.from({ length: count }, (_, index) => ({ replica, index, score: hash32(`${replica}/${index}`) })),
  );
  return pairs.sort((a, b) => b.score - a.score);
}
