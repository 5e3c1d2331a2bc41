import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, relative } from 'node:path';

interface WatchOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
}

const ignored = /^(node_modules|dist|coverage|\..*)$/;
const settleMs = 100;

/**
 * Watches from now on, until the signal aborts. Yields the paths that changed, once for changes that come together;
 * what is generated or installed does not count.
 */
export function watchProject({ folder, signal }: WatchOptions): AsyncIterable<readonly string[]> {
  const changed = new Set<string>();
  let settled = false;
  let wake = () => {};
  let timer: NodeJS.Timeout | undefined;
  const watching = watchFolders(folder, (path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      settled = true;
      wake();
    }, settleMs);
  });
  const stop = () => {
    watching[Symbol.dispose]();
    clearTimeout(timer);
    wake();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return changes();

  async function* changes(): AsyncGenerator<readonly string[]> {
    while (!signal.aborted) {
      if (!settled)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (!settled || signal.aborted) continue;
      settled = false;
      const paths = [...changed];
      changed.clear();
      yield paths;
    }
  }
}

/** Each folder has a watcher of its own: a recursive one would also walk node_modules. */
function watchFolders(root: string, tell: (path: string) => void): Disposable {
  const watchers = new Map<string, FSWatcher>();
  add(root);
  return {
    [Symbol.dispose]() {
      for (const watcher of watchers.values()) watcher.close();
    },
  };

  function add(folder: string): void {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (name === null || ignored.test(name)) return;
      tell(relative(root, join(folder, name)));
      addBelow(folder);
    });
    watcher.unref();
    watcher.on('error', () => forget(folder));
    watchers.set(folder, watcher);
    addBelow(folder);
  }

  function addBelow(folder: string): void {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        if (entry.isDirectory() && !ignored.test(entry.name)) add(join(folder, entry.name));
    } catch {
      forget(folder); // removed meanwhile
    }
  }

  function forget(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }
}
