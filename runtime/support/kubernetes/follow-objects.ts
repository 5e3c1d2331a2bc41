import { type Clock, sleep } from '../clock.ts';
import { describe } from '../describe.ts';
import type { KubernetesClient, WatchEvent } from './client.ts';
import { answerTooLong, KubernetesError } from './error.ts';

/** What every object of the API says of itself. */
export interface NamedObject {
  readonly metadata: { readonly name: string; readonly resourceVersion?: string };
}

/** The objects of a collection as the API server told of them last. Disposing it ends the following. */
export interface FollowedObjects<T> extends AsyncDisposable {
  /** By name; what was known stays while the server is away. Absent where they were never listed. */
  readonly objects: ReadonlyMap<string, T> | undefined;
  /** Why they are not known as they are now; absent where they are. */
  readonly trouble: string | undefined;
  /** Who asks may not list them, or there is no such place: what is known, if anything, is not true. */
  readonly refused: boolean;
}

export interface FollowOptions {
  readonly client: Pick<KubernetesClient, 'request' | 'watch'>;
  /** Of the collection, without a query: `/api/v1/namespaces/ci/configmaps`. */
  readonly path: string;
  readonly labelSelector: string;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Objects, trouble or `refused` have changed. */
  readonly onChange: () => void;
}

interface List<T> {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items: readonly T[];
}

/** An object of 1 MiB can be 6 MiB as JSON: where a page is too large, the next ones are smaller. */
const largestPage = 25;
const listTimeoutMs = 30_000;
/** The server ends a watch then, so that none grows old. */
const watchSeconds = 300;
/** A server sends a bookmark each minute. */
const silenceMs = 150_000;
const shortestWatchMs = 1_000;
const firstBackoffMs = 500;
const longestBackoffMs = 30_000;

/** Lists objects and watches them from there on, and begins again whenever that ends, for whatever reason. */
export function followObjects<T extends NamedObject>(options: FollowOptions): FollowedObjects<T> {
  const { client, clock, random, onChange } = options;
  const ended = new AbortController();
  const { signal } = ended;
  let objects: Map<string, T> | undefined;
  let trouble: string | undefined;
  let refused = false;
  let failures = 0;
  let pageSize = largestPage;
  const following = follow();

  return {
    get objects() {
      return objects;
    },
    get trouble() {
      return trouble;
    },
    get refused() {
      return refused;
    },
    async [Symbol.asyncDispose]() {
      ended.abort(new DOMException('nobody follows any more', 'AbortError'));
      await following;
    },
  };

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      try {
        await watch(await list());
      } catch (error) {
        if (signal.aborted) return;
        const { status, retryAfterMs = 0 } = error instanceof KubernetesError ? error : {};
        // the position is too old, which is no trouble: all is listed again
        if (status !== 410) tell(describe(error), status === 403 || status === 404);
        const waitMs = Math.max(toBackoffMs(failures++, random()), retryAfterMs);
        await sleep(clock, waitMs, signal).catch(() => {});
      }
    }
  }

  async function list(): Promise<string> {
    const found = new Map<string, T>();
    let page: List<T> | undefined;
    do {
      page = await readPage(page?.metadata.continue);
      for (const object of page.items) found.set(object.metadata.name, object);
    } while (page.metadata.continue);
    objects = found;
    trouble = undefined;
    refused = false;
    onChange();
    return page.metadata.resourceVersion ?? '0';
  }

  async function readPage(from: string | undefined): Promise<List<T>> {
    for (;;) {
      using deadline = expire(clock, listTimeoutMs, 'the API server did not answer in time');
      const path = toPath({ limit: `${pageSize}`, ...(from && { continue: from }) });
      try {
        const either = AbortSignal.any([signal, deadline.signal]);
        return await client.request<List<T>>({ method: 'GET', path, signal: either });
      } catch (error) {
        const isTooLong = error instanceof KubernetesError && error.reason === answerTooLong;
        if (!isTooLong || pageSize === 1) throw error;
        pageSize = Math.floor(pageSize / 2);
      }
    }
  }

  /** Until it breaks: one watch after another, each from where the one before has come to. */
  async function watch(from: string): Promise<never> {
    for (let version = from; ; ) {
      const beganAt = clock.now();
      version = await watchOnce(version);
      if (clock.now() - beganAt < shortestWatchMs) throw new Error('the API server ends each watch at once');
    }
  }

  async function watchOnce(from: string): Promise<string> {
    let version = from;
    using silence = expire(clock, silenceMs, 'the API server has fallen silent');
    const either = AbortSignal.any([signal, silence.signal]);
    const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: `${watchSeconds}` };
    for await (const event of client.watch<T>(toPath({ ...query, resourceVersion: from }), either)) {
      silence.again();
      failures = 0;
      take(event);
      version = event.object.metadata.resourceVersion ?? version;
    }
    return version;
  }

  function take({ type, object }: WatchEvent<T>): void {
    if (type === 'BOOKMARK') return;
    if (type === 'DELETED') objects?.delete(object.metadata.name);
    else objects?.set(object.metadata.name, object);
    onChange();
  }

  function tell(why: string, isRefused: boolean): void {
    if (why === trouble && isRefused === refused) return;
    trouble = why;
    refused = isRefused;
    onChange();
  }

  function toPath(query: Readonly<Record<string, string>>): string {
    return `${options.path}?${new URLSearchParams({ labelSelector: options.labelSelector, ...query })}`;
  }
}

function toBackoffMs(failures: number, random: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures) * (0.5 + random / 2);
}

/** A signal that aborts when `again` was not called for a time. */
function expire(clock: Clock, afterMs: number, reason: string) {
  const over = new AbortController();
  const schedule = () => clock.schedule(afterMs, () => over.abort(new Error(reason)));
  let timer = schedule();
  return {
    signal: over.signal,
    again() {
      timer[Symbol.dispose]();
      timer = schedule();
    },
    [Symbol.dispose]: () => timer[Symbol.dispose](),
  };
}
