import { classOf, toJournalSubject, toSubject } from '../../../model/event/address.ts';
import { memoryPromises } from '../../../model/event-bus/promises-of.ts';
import type { BusPromises, EventBus, LogRange } from '../contract.ts';
import { createBus } from './create-bus.ts';
import { toSequence } from './position.ts';
import { read } from './read.ts';
import { type MemoryStore, type MessageEntry, maxMessageBytes } from './store.ts';
import type { JournalBatch, JournalRange, LogBatch, StorePort } from './store-port.ts';

export interface MemoryClientOptions {
  /** What the store's faults know it by. */
  readonly client?: string;
}

/** A connection in the process to a store. */
export function connectMemory(store: MemoryStore, options: MemoryClientOptions = {}): EventBus {
  return createBus(createStorePort(store, options));
}

/** The port of a store in the process. */
export function createStorePort(store: MemoryStore, { client = 'client' }: MemoryClientOptions = {}): StorePort {
  return {
    promises: promisesOf(store),
    publish: (to, event) => store.publish(client, to, event),
    async resolve(start, addresses) {
      return store.resolve(start, classOf(addresses));
    },
    readLog: (range) => readLog(store, client, range),
    readJournal: (range) => readJournal(store, client, range),
    append: (partition, entry, after) => store.append(client, { partition, entry, after }),
    async health() {
      if (store.stopped) return { ready: false, reason: 'the memory store is stopped' };
      return { ready: true, fill: { journals: store.journalFill } };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function promisesOf({ appends, maxEntryBytes }: MemoryStore): BusPromises {
  return {
    ...memoryPromises,
    replay: true,
    trim: 'atOnce',
    orderBetweenSources: 'asStored',
    pendingOf: 'address',
    appends,
    maxEntryBytes,
    maxMessageBytes,
  };
}

async function* readLog(
  store: MemoryStore,
  client: string,
  { after, addresses, signal }: LogRange,
): AsyncGenerator<LogBatch, void> {
  const on = classOf(addresses);
  const log = store.log(on);
  const subjects = new Set(addresses.map(toSubject));
  const matches = ({ subject }: MessageEntry) => subjects.has(subject);
  const from = toSequence(after, log.incarnation);
  for await (const { entries, upTo, atEnd } of read(store, { client, on, log, after: from, matches, signal }))
    yield { messages: entries.map(({ stored }) => stored), upTo: log.position(upTo), atEnd };
}

async function* readJournal(
  store: MemoryStore,
  client: string,
  { partition, after, signal }: JournalRange,
): AsyncGenerator<JournalBatch, void> {
  const on = toJournalSubject(partition);
  const log = store.journal(partition);
  const tail = log.last;
  const from = after === undefined ? log.trimmed : toSequence(after, log.incarnation);
  for await (const { entries, upTo } of read(store, { client, on, log, after: from, matches: () => true, signal }))
    yield { entries: entries.map(({ record }) => record), upTo: log.position(upTo), tail: upTo >= tail };
}
