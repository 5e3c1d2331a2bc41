import type { PartitionName } from '../../../model/event/address.ts';
import type { EventBus, Journal, JournalEntry, LogProgress, LogRange, Stored } from '../contract.ts';
import { BusUnavailableError } from '../error.ts';
import { covers, earliest, recover } from './position.ts';
import type { JournalRange, StorePort } from './store-port.ts';

/** The event bus behind a port. Disposing it ends its readers and closes the port. */
export function createBus(port: StorePort): EventBus {
  const closed = new AbortController();
  return {
    promises: port.promises,
    async publish(to, event) {
      checkOpen(closed.signal);
      await port.publish(to, event);
    },
    async resolve(start, addresses) {
      checkOpen(closed.signal);
      return port.resolve(start, addresses);
    },
    log: (range) => readLog(port, { ...range, signal: AbortSignal.any([range.signal, closed.signal]) }),
    covers,
    earliest,
    resume: earliest,
    recover,
    async journal(partition) {
      checkOpen(closed.signal);
      return openJournal(port, partition, closed.signal);
    },
    async health() {
      return closed.signal.aborted ? { ready: false, reason: 'the connection was closed' } : port.health();
    },
    async [Symbol.asyncDispose]() {
      closed.abort();
      await port[Symbol.asyncDispose]();
    },
  };
}

function openJournal(port: StorePort, partition: PartitionName, busClosed: AbortSignal): Journal {
  const disposed = new AbortController();
  const closed = AbortSignal.any([busClosed, disposed.signal]);
  return {
    read: ({ after, signal }) => readJournal(port, { partition, after, signal: AbortSignal.any([signal, closed]) }),
    async append(entry, after) {
      checkOpen(closed);
      return port.append(partition, entry, after);
    },
    async [Symbol.asyncDispose]() {
      disposed.abort();
    },
  };
}

async function* readLog(port: StorePort, range: LogRange): AsyncGenerator<Stored | LogProgress, void> {
  for await (const { messages, upTo, atEnd } of port.readLog(range)) {
    for (const message of messages) {
      if (range.signal.aborted) return;
      yield message;
    }
    if (range.signal.aborted) return;
    if (atEnd || messages.length === 0) yield { upTo, atEnd };
  }
}

async function* readJournal(port: StorePort, range: JournalRange): AsyncGenerator<JournalEntry | 'tail', void> {
  let told = false;
  for await (const { entries, tail } of port.readJournal(range)) {
    for (const entry of entries) {
      if (range.signal.aborted) return;
      yield entry;
    }
    if (range.signal.aborted) return;
    if (tail && !told) yield 'tail';
    told ||= tail;
  }
}

function checkOpen(closed: AbortSignal): void {
  if (closed.aborted) throw new BusUnavailableError('the connection to the memory store was closed');
}
