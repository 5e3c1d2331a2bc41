import type { Address } from '../../../model/event/address.ts';
import type { BusAdmin, BusState, StoreName, StoreState } from '../contract.ts';
import type { MemoryStore } from './store.ts';

/** What the keeper does at a store, in the process. */
export function connectMemoryAdmin(store: MemoryStore): BusAdmin {
  return {
    async apply(plan) {
      store.checkAvailable();
      return store.apply(plan);
    },
    async inspect() {
      store.checkAvailable();
      return inspect(store);
    },
    async pending(after, addresses) {
      store.checkAvailable();
      return store.pending(after, addresses);
    },
    async trim(target, before) {
      store.checkAvailable();
      store.trim(target, before);
    },
    async remove(target) {
      store.checkAvailable();
      store.remove(target);
    },
    async [Symbol.asyncDispose]() {},
  };
}

function inspect(store: MemoryStore): BusState {
  const state = (name: StoreName, held: { readonly bytes: number; readonly messages: number }): StoreState => ({
    exists: true,
    ...held,
    quota: store.quotas[name],
    replicas: { wanted: 1, current: 1 },
  });
  const log = (of: Address['class']) => {
    const { bytes, length: messages } = store.log(of);
    return state(of, { bytes, messages });
  };
  const journals = store.journals();
  return {
    logs: {
      event: log('event'),
      note: log('note'),
      member: log('member'),
      deadLetter: log('deadLetter'),
      outcome: log('outcome'),
    },
    journalStore: state('journal', {
      bytes: journals.reduce((sum, { log }) => sum + log.bytes, 0),
      messages: journals.reduce((sum, { log }) => sum + log.length, 0),
    }),
    journals: journals.map(({ partition, log }) => ({ partition, entries: log.length })),
  };
}
