import { describeEventBus } from '../conformance/event-bus.ts';
import type { BusFixture } from '../conformance/fixture.ts';
import type { BusPromises } from '../contract.ts';
import { connectMemory } from './connect-memory.ts';
import { connectMemoryAdmin } from './connect-memory-admin.ts';
import { connectMemorySocket, connectMemorySocketAdmin } from './connect-memory-socket.ts';
import { lostReply } from './fault.ts';
import { serveMemoryStore } from './serve-memory.ts';
import { MemoryStore } from './store.ts';
import { temporarySocket } from './testing/temporary-socket.ts';

describeEventBus('memory in the process', () => inProcess('checked'));
describeEventBus('memory in the process, read back', () => inProcess('read-back'));
describeEventBus('memory over a socket', () => overSocket('checked'));
describeEventBus('memory over a socket, read back', () => overSocket('read-back'));

async function inProcess(appends: BusPromises['appends']): Promise<BusFixture> {
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

/** An outage here is a store that is not served. */
async function overSocket(appends: BusPromises['appends']): Promise<BusFixture> {
  const stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporarySocket());
  const store = new MemoryStore({ appends });
  let server = await serveMemoryStore(store, path);
  stack.defer(() => server[Symbol.asyncDispose]());
  return {
    connect: async () => stack.use(await connectMemorySocket(path)),
    connectAdmin: async () => stack.use(await connectMemorySocketAdmin(path)),
    async stop() {
      await server[Symbol.asyncDispose]();
    },
    async start() {
      server = await serveMemoryStore(store, path);
    },
    loseNextAnswer: async () => loseNextAnswer(store),
    [Symbol.asyncDispose]: async () => stack.disposeAsync(),
  };
}

function loseNextAnswer(store: MemoryStore): void {
  store.faults = ({ kind }) => {
    if (kind !== 'append') return undefined;
    store.faults = undefined;
    return lostReply;
  };
}
