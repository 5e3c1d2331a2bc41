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

/** When a generation ends, if nothing completes it. */
export interface End {
  /** In milliseconds since 1970: `Infinity` where nothing ends it, `-Infinity` where it is over. */
  readonly at: number;
  /** What is let go by a reset fires nothing. */
  readonly by: 'window' | 'reset';
}

/** A reset that is due with the window's end comes first. */
export function endOf(join: Pick<CompiledJoin, 'window' | 'resets'>, opened: Opened): End {
  const window = windowEndOf(join, opened);
  const { next } = join.resets(opened.openedAt);
  return next <= window && next < Number.POSITIVE_INFINITY ? { at: next, by: 'reset' } : { at: window, by: 'window' };
}
