/** Reads in the background, as a worker does, and hands out what came. */
export interface Reader<T> extends AsyncDisposable {
  /** The next value that is of interest; what comes before it is passed over. */
  next(isWanted?: (value: T) => boolean): Promise<T>;
  /** Resolves once the iteration has ended. Rejects with its error. */
  readonly ended: Promise<void>;
}

/** Starts reading; disposing aborts it. */
export function startReader<T>(read: (signal: AbortSignal) => AsyncIterable<T>): Reader<T> {
  const abort = new AbortController();
  const came: T[] = [];
  let news = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const value of read(abort.signal)) {
      came.push(value);
      news.resolve();
      news = Promise.withResolvers();
    }
  })();
  // it counts only for who asks
  ended.catch(() => {});
  return {
    ended,
    async next(isWanted = () => true) {
      for (;;) {
        const index = came.findIndex(isWanted);
        if (index >= 0) return came.splice(0, index + 1).at(-1) as T;
        came.length = 0;
        if ((await Promise.race([news.promise, ended.then(() => 'ended')])) === 'ended')
          throw new Error('the iteration ended');
      }
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      await ended.catch(() => {});
    },
  };
}
