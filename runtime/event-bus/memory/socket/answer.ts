import { createStorePort } from '../connect-memory.ts';
import { connectMemoryAdmin } from '../connect-memory-admin.ts';
import type { MemoryStore } from '../store.ts';
import { encodeJournalBatch, encodeLogBatch } from './batches.ts';
import { type Frame, noBytes } from './frame.ts';
import type { Calls, Operation, Request } from './protocol.ts';
import { Readers } from './readers.ts';

export type Answer = (request: Request, payload: Uint8Array) => Promise<Frame>;

type Answers = {
  readonly [Op in Operation]: (args: Calls[Op]['args'], payload: Uint8Array) => Promise<Frame<Calls[Op]['result']>>;
};

/** Answers the requests of one connection. Its readers end when the signal aborts. */
export function createAnswer(store: MemoryStore, signal: AbortSignal): Answer {
  const answers = createAnswers(store, signal);
  return ({ op, args }, payload) =>
    (answers[op] as (args: unknown, payload: Uint8Array) => Promise<Frame>)(args, payload);
}

function createAnswers(store: MemoryStore, signal: AbortSignal): Answers {
  const admin = connectMemoryAdmin(store);
  const logs = new Readers(signal, encodeLogBatch);
  const journals = new Readers(signal, encodeJournalBatch);
  let port = createStorePort(store);
  return {
    async hello({ client }) {
      port = createStorePort(store, client === undefined ? {} : { client });
      return only({ promises: port.promises });
    },
    ping: async () => only(null),
    async publish({ to, event }, payload) {
      // a copy: the frame shares its memory with its neighbours, which would be kept with it
      await port.publish(to, { ...event, data: payload.slice() });
      return only(null);
    },
    resolve: async ({ start, addresses }) => only(await port.resolve(start, addresses)),
    append: async ({ partition, after }, payload) =>
      only((await port.append(partition, payload.slice(), after)) ?? null),
    nextOfLog: (next) => logs.next(next, (opening, of) => port.readLog({ ...opening, signal: of })),
    nextOfJournal: (next) =>
      journals.next(next, ({ partition, after }, of) => port.readJournal({ partition, after, signal: of })),
    async close({ reader }) {
      logs.close(reader);
      journals.close(reader);
      return only(null);
    },
    health: async () => only(await port.health()),
    apply: async (plan) => only(await admin.apply(plan)),
    inspect: async () => only(await admin.inspect()),
    pending: async ({ after, addresses }) => only(await admin.pending(after, addresses)),
    async trim({ target, before }) {
      await admin.trim(target, before);
      return only(null);
    },
    async remove(target) {
      await admin.remove(target);
      return only(null);
    },
  };
}

function only<Result>(header: Result): Frame<Result> {
  return { header, payload: noBytes };
}
