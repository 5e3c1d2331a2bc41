import fc from 'fast-check';
import { placePartitions } from './placement.ts';

const replicas = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 20 });

function loads(placed: readonly (string | undefined)[]): number[] {
  const counts = new Map<string | undefined, number>();
  for (const replica of placed) counts.set(replica, (counts.get(replica) ?? 0) + 1);
  return [...counts.values()];
}

/** How many partitions move, on average, when a replica joins `before` others. */
function movedByJoining(before: number): number {
  const rounds = 200;
  let moved = 0;
  for (let round = 0; round < rounds; round++) {
    const others = Array.from({ length: before }, (_, i) => `worker-${round}-${i}`);
    const [old, young] = [placePartitions(others, 16), placePartitions([...others, `worker-${round}-new`], 16)];
    moved += old.filter((replica, i) => replica !== young[i]).length;
  }
  return moved / rounds;
}

describe('placement', () => {
  it('gives every partition to one replica, none more than its even share', () => {
    fc.assert(
      fc.property(replicas, (all) => {
        const placed = placePartitions(all, 16);
        expect(placed.every((replica) => replica !== undefined && all.includes(replica))).toBe(true);
        expect(Math.max(...loads(placed))).toBeLessThanOrEqual(Math.ceil(16 / all.length));
      }),
    );
  });

  it('is the same in whatever order replicas are known', () => {
    fc.assert(
      fc.property(replicas, (all) => {
        expect(placePartitions(all.toReversed(), 16)).toStrictEqual(placePartitions(all, 16));
      }),
    );
  });

  it('gives a lone replica everything, and nobody anything where there is none', () => {
    expect(placePartitions(['only'], 3)).toStrictEqual(['only', 'only', 'only']);
    expect(placePartitions([], 2)).toStrictEqual([undefined, undefined]);
  });

  it.each([
    [1, 8],
    [2, 5.33],
    [3, 4],
    [7, 2],
  ])('moves its share to a replica that joins %d others, and few more', (before, share) => {
    expect(movedByJoining(before)).toBeGreaterThanOrEqual(Math.floor(share));
    expect(movedByJoining(before)).toBeLessThan(share + 3);
  });
});
