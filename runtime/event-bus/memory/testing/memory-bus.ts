import type { BusFixture } from '../../conformance/fixture.ts';
import type { BusPromises } from '../../contract.ts';
import { connectMemory } from '../connect-memory.ts';
import { connectMemoryAdmin } from '../connect-memory-admin.ts';
import { lostReply } from '../fault.ts';
import { MemoryStore } from '../store.ts';

/** A memory bus in the process, as the suites need it. */
export async function startMemoryBus(appends: BusPromises['appends'] = 'checked'): Promise<BusFixture> {
  const store = new MemoryStore({ appends });
  const stack = new AsyncDisposableStack();
  return {
    connect: async () => stack.use(connectMemory(store)),
    connectAdmin: async () => stack.use(connectMemoryAdmin(store)),
    stop: async () => store.stop(),
    start: async () => store.start(),
    loseNextAnswer: async () => loseNextAnswer(store),
    [Symbol.asyncDispose]: async () => stack.disposeAsync(),
  };
}

export function loseNextAnswer(store: MemoryStore): void {
  store.faults = ({ kind }) => {
    if (kind !== 'append') return undefined;
    store.faults = undefined;
    return lostReply;
  };
}
