import { temporarySocket } from '../../../runtime/event-bus/memory/testing/temporary-socket.ts';
import { startChild } from '../../support/child.ts';
import type { ChaosBus } from './chaos-bus.ts';

const store = new URL('../../../runtime/event-bus/memory/testing/store-process.ts', import.meta.url);

/** A store in a process of its own, which must live: what it has stored ends with it. */
export async function startMemory(): Promise<ChaosBus> {
  await using stack = new AsyncDisposableStack();
  const { path: socket } = stack.use(await temporarySocket());
  stack.use(await startChild(store, [socket]));
  const started = stack.move();
  return {
    spec: { kind: 'memory', name: 'bus', socket },
    servers: [],
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
