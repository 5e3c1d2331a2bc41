import { type Address, type PartitionName, toJournalSubject, toSubject } from '../../../model/event/address.ts';
import type { BusPromises, EventBus, Journal, JournalEntry, LogProgress, LogRange, Stored } from '../contract.ts';
import { BusUnavailableError } from '../error.ts';
import type { Log } from './log.ts';
import { covers, earliest, toSequence } from './position.ts';
import { read } from './read.ts';
import type { MemoryStore, MessageEntry, RecordEntry } from './store.ts';

/** A connection in the process to a store. `client` names it to the store's faults. */
export function connectMemory(store: MemoryStore, { client = 'client' }: { readonly client?: string } = {}): EventBus {
  const closed = new AbortController();
  const checkOpen = () => {
    if (closed.signal.aborted) throw new BusUnavailableError('the connection to the memory store was closed');
  };
  return {
    promises: promisesOf(store),
    async publish(to, event) {
      checkOpen();
      await store.publish(client, to, event);
    },
    async resolve(start, addresses) {
      checkOpen();
      store.checkAvailable();
      const of = classOf(addresses);
      return store.log(of).position(store.resolve(start, of));
    },
    log: (range) => readLog(store, { ...range, client, signal: AbortSignal.any([range.signal, closed.signal]) }),
    covers,
    earliest,
    async journal(partition) {
      checkOpen();
      return openJournal(store, { client, partition, closed: closed.signal });
    },
    async health() {
      if (closed.signal.aborted) return { ready: false, reason: 'the connection was closed' };
      return store.stopped ? { ready: false, reason: 'the memory store is stopped' } : { ready: true };
    },
    async [Symbol.asyncDispose]() {
      closed.abort();
    },
  };
}

/** What a bus on this store promises. */
export function promisesOf({ appends, maxEntryBytes }: MemoryStore): BusPromises {
  return {
    refusesWhenFull: true,
    keepsUntilDone: true,
    order: 'address',
    replay: true,
    trim: true,
    appends,
    maxEntryBytes,
  };
}

/** The class of addresses. Throws a `TypeError` where they are of none or of several. */
export function classOf(addresses: readonly Address[]): Address['class'] {
  const [of, another] = new Set(addresses.map((address) => address.class));
  if (!of || another)
    throw new TypeError(`addresses of one class are needed, not of ${of ? `${of} and ${another}` : 'none'}`);
  return of;
}

async function* readLog(
  store: MemoryStore,
  { client, after, addresses, signal }: LogRange & { readonly client: string },
): AsyncGenerator<Stored | LogProgress, void> {
  const of = classOf(addresses);
  const log = store.log(of);
  const subjects = new Set(addresses.map(toSubject));
  const matches = ({ subject }: MessageEntry) => subjects.has(subject);
  const reading = { client, on: of, log, after: toSequence(after, log.incarnation), matches, signal };
  for await (const { entries, upTo, atEnd } of read(store, reading)) {
    for (const { stored } of entries) {
      yield stored;
      if (signal.aborted) return;
    }
    if (atEnd || entries.length === 0) yield { upTo: log.position(upTo), atEnd };
  }
}

function openJournal(
  store: MemoryStore,
  { client, partition, closed }: { client: string; partition: PartitionName; closed: AbortSignal },
): Journal {
  const disposed = new AbortController();
  return {
    read: ({ after, signal }) =>
      readJournal(store, {
        client,
        on: toJournalSubject(partition),
        log: store.journal(partition),
        after,
        signal: AbortSignal.any([signal, closed, disposed.signal]),
      }),
    async append(entry, after) {
      if (closed.aborted || disposed.signal.aborted) throw new BusUnavailableError('the journal was closed');
      return store.append(client, partition, entry, after);
    },
    async [Symbol.asyncDispose]() {
      disposed.abort();
    },
  };
}

async function* readJournal(
  store: MemoryStore,
  {
    client,
    on,
    log,
    after,
    signal,
  }: {
    readonly client: string;
    readonly on: string;
    readonly log: Log<RecordEntry>;
    readonly after: string | undefined;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<JournalEntry | 'tail', void> {
  const from = after === undefined ? log.trimmed : toSequence(after, log.incarnation);
  const tail = log.last;
  let told = false;
  for await (const { entries, upTo } of read(store, { client, on, log, after: from, matches: () => true, signal })) {
    for (const { record } of entries) {
      yield record;
      if (signal.aborted) return;
    }
    if (told || upTo < tail) continue;
    told = true;
    yield 'tail';
    if (signal.aborted) return;
  }
}
