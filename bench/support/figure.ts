/** One line of a benchmark's result. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** The same work by a bare loop, measured in the same run. */
  readonly bare?: number;
  /** `ours / bare`. */
  readonly ratio?: number;
  readonly goal?: Goal;
}

export type Goal =
  | { readonly of: 'ratio'; readonly atLeast: number }
  | { readonly of: 'ratio' | 'ours'; readonly below: number };

export function isMet({ goal, ours, ratio = 0 }: Figure): boolean | undefined {
  if (!goal) return undefined;
  if ('atLeast' in goal) return ratio >= goal.atLeast;
  return (goal.of === 'ratio' ? ratio : ours) < goal.below;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs two ways of doing the same by turns, so that a noisy neighbour disturbs both; medians. */
export async function compare(
  rounds: number,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<{ ours: number; bare: number; ratio: number }> {
  const measured = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    measured.bare.push(await bare());
    measured.ours.push(await ours());
  }
  const result = { ours: median(measured.ours), bare: median(measured.bare) };
  return { ...result, ratio: result.ours / result.bare };
}
