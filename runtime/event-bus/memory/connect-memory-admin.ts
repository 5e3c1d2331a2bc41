import type { Address } from '../../../model/event/address.ts';
import type { BusAdmin, BusState } from '../contract.ts';
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
  const log = (of: Address['class']) => {
    const { bytes, length: messages } = store.log(of);
    return { bytes, messages, quota: store.quotas[of] };
  };
  return {
    logs: {
      event: log('event'),
      note: log('note'),
      member: log('member'),
      deadLetter: log('deadLetter'),
      outcome: log('outcome'),
    },
    journals: store.journals().map(({ partition, log: { bytes, length: entries } }) => ({ partition, bytes, entries })),
  };
}
