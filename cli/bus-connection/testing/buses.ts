import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { connectBusAdmin } from '../../../runtime/event-bus/index.ts';
import { startNatsServer } from '../../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { serveMemoryStore } from '../../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../../runtime/event-bus/memory/store.ts';
import { temporarySocket } from '../../../runtime/event-bus/memory/testing/temporary-socket.ts';
import { toOperatorContext } from '../connect-operator.ts';

export interface StartedBus extends AsyncDisposable {
  readonly spec: EventBusSpec;
}

/** The buses that operators reach, each in a way of its own to start it empty. */
export const buses: readonly (readonly [kind: string, start: () => Promise<StartedBus>])[] = [
  ['memory', startMemory],
  ['jetstream', startJetStream],
];

async function startMemory(): Promise<StartedBus> {
  const socket = await temporarySocket();
  const serving = await serveMemoryStore(new MemoryStore(), socket.path);
  return {
    spec: { kind: 'memory', name: 'bus', socket: socket.path },
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      await socket[Symbol.asyncDispose]();
    },
  };
}

async function startJetStream(): Promise<StartedBus> {
  const server = await startNatsServer();
  const spec = { kind: 'jetstream', name: 'bus', servers: [server.url] } as const;
  await using admin = await connectBusAdmin(spec, toOperatorContext({ secretsFolder: 'none' }));
  await admin.apply({ quotas: {} });
  return { spec, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
