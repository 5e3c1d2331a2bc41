import type { BusPromises } from '../../contract.ts';
import type { StorePort } from '../store-port.ts';
import { decodeJournalBatch, decodeLogBatch } from './batches.ts';
import { follow } from './follow.ts';
import type { Link } from './link.ts';

/** The port of a store at the other end of a link. */
export function createSocketPort(link: Link, promises: BusPromises): StorePort {
  return {
    promises,
    async publish(to, { data, ...event }) {
      await link.call('publish', { to, event }, data);
    },
    async resolve(start, addresses) {
      return (await link.call('resolve', { start, addresses })).header;
    },
    readLog: ({ after, addresses, signal }) =>
      follow(link, {
        after,
        signal,
        async next(reader, from = after) {
          const open = from === 'opened' ? {} : { open: { after: from, addresses } };
          const { header, payload } = await link.call('nextOfLog', { reader, ...open });
          return header && decodeLogBatch({ header, payload });
        },
      }),
    readJournal: ({ partition, after, signal }) =>
      follow(link, {
        after,
        signal,
        async next(reader, from) {
          const open = from === 'opened' ? {} : { open: { partition, after: from } };
          const { header, payload } = await link.call('nextOfJournal', { reader, ...open });
          return header && decodeJournalBatch({ header, payload });
        },
      }),
    async append(partition, entry, after) {
      return (await link.call('append', { partition, after }, entry)).header ?? undefined;
    },
    async health() {
      try {
        return (await link.call('health', null)).header;
      } catch (error) {
        return { ready: false, reason: (error as Error).message };
      }
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}
