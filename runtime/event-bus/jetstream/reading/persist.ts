import { sleep } from '../../../support/clock.ts';
import { orAborted } from '../../../support/or-aborted.ts';
import { PositionLostError } from '../../error.ts';
import type { JetStreamConnection } from '../connection.ts';

export interface PersistOptions {
  /** What is tried, in words: `reading ew-events`. */
  readonly what: string;
  readonly signal: AbortSignal;
}

const firstPauseMs = 20;
const longestPauseMs = 1_000;
const firstTimeoutMs = 500;
const longestTimeoutMs = 5_000;
const firstLineMs = 5_000;
const linesEveryMs = 60_000;

/**
 * Tries until it succeeds, with ever more patience; with none, and at once, when the connection changes. Rejects with a
 * `PositionLostError`, or with the signal's reason.
 */
export async function persist<T>(
  connection: JetStreamConnection,
  { what, signal }: PersistOptions,
  attempt: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const { clock, log } = connection;
  let pauseMs = firstPauseMs;
  let timeoutMs = firstTimeoutMs;
  let lineAt = clock.now() + firstLineMs;
  for (;;) {
    using change = connectionChange(connection, signal);
    const begunAt = clock.now();
    try {
      return await orAborted(attempt(timeoutMs), change.signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PositionLostError) throw error;
      if (clock.now() >= lineAt) {
        lineAt = clock.now() + linesEveryMs;
        log.warn(`${what} waits for the bus`, { error });
      }
    }
    if (clock.now() - begunAt >= timeoutMs) timeoutMs = Math.min(2 * timeoutMs, longestTimeoutMs);
    await sleep(clock, pauseMs, change.signal).catch(() => {});
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    if (!change.signal.aborted) continue;
    pauseMs = firstPauseMs;
    timeoutMs = firstTimeoutMs;
  }
}

/** A signal that aborts when the connection changes, or with another one. */
function connectionChange(connection: JetStreamConnection, signal: AbortSignal): Disposable & { signal: AbortSignal } {
  const changed = new AbortController();
  const changes = connection.onChange(() => changed.abort(new Error('the connection changed')));
  return { signal: AbortSignal.any([changed.signal, signal]), [Symbol.dispose]: () => changes[Symbol.dispose]() };
}
