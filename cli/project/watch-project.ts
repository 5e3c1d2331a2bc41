import { type FSWatcher, watch } from 'node:fs';

interface WatchOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
}

const ignored = /(^|[/\\])(node_modules|dist|coverage|\.[^/\\]*)([/\\]|$)/;
const settleMs = 100;

/** Yields when sources of the project have changed, once for changes that come together. Ends with the signal. */
export async function* watchProject({ folder, signal }: WatchOptions): AsyncIterable<readonly string[]> {
  const changed = new Set<string>();
  let wake = () => {};
  let timer: NodeJS.Timeout | undefined;
  const watcher: FSWatcher = watch(folder, { recursive: true }, (_, path) => {
    if (path === null || ignored.test(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => wake(), settleMs);
  });
  const stop = () => wake();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (signal.aborted || changed.size === 0) continue;
      const paths = [...changed];
      changed.clear();
      yield paths;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
    watcher.close();
  }
}
