const most = 16;

/** Does the same with each, with some at once; what it came to, in their order. Rejects with the first that does. */
export async function someAtOnce<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  await Promise.all(
    Array.from({ length: Math.min(most, items.length) }, async () => {
      for (const [at, item] of left) results[at] = await run(item);
    }),
  );
  return results;
}
