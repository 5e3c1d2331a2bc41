import type { CompiledJoin } from './compile-join.ts';

/** A generation, as far as its end depends on it. */
interface Opened {
  /** In milliseconds since 1970. */
  readonly openedAt: number;
  /** Its key is made as keys are today: newcomers may come to it. */
  readonly isPresent: boolean;
}

/**
 * When a generation's window ends, in milliseconds since 1970. Without a window: never; or at once, `-Infinity`, where keys
 * are not asked for any more and nothing will meet what had one.
 */
export function windowEndOf({ window }: Pick<CompiledJoin, 'window'>, { openedAt, isPresent }: Opened): number {
  if (window) return openedAt + window.withinMs;
  return isPresent ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
