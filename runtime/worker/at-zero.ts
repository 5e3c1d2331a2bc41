/** A counter that is there before its first event, so that rates and alerts see it. */
export function counterAtZero<Series extends { inc(value: number): void }>(series: Series): Series {
  series.inc(0);
  return series;
}

export function gaugeAtZero<Series extends { set(value: number): void }>(series: Series): Series {
  series.set(0);
  return series;
}
