import { describeEventBus } from '../conformance/event-bus.ts';
import type { BusFixture } from '../conformance/fixture.ts';
import type { BusPromises } from '../contract.ts';
import { connectMemorySocket, connectMemorySocketAdmin } from './connect-memory-socket.ts';
import { serveMemoryStore } from './serve-memory.ts';
import { MemoryStore } from './store.ts';
import { loseNextAnswer, startMemoryBus } from './testing/memory-bus.ts';
import { temporarySocket } from './testing/temporary-socket.ts';

describeEventBus('memory in the process', () => startMemoryBus('checked'));
describeEventBus('memory in the process, read back', () => startMemoryBus('read-back'));
describeEventBus('memory over a socket', () => overSocket('checked'));
describeEventBus('memory over a socket, read back', () => overSocket('read-back'));

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
