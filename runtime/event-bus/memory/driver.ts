import type { MemoryEventBusSpec } from '../../../model/event-bus/event-bus.ts';
import type { EventBusDriver } from '../contract.ts';
import { connectMemory } from './connect-memory.ts';
import { connectMemoryAdmin } from './connect-memory-admin.ts';
import { connectMemorySocket, connectMemorySocketAdmin } from './connect-memory-socket.ts';
import { MemoryStore } from './store.ts';

/** Without a socket each connection has a store of its own; `connectMemory` shares one. */
export const memoryDriver: EventBusDriver<MemoryEventBusSpec> = {
  connect: async ({ socket }, { clock, signal }) =>
    socket === undefined
      ? connectMemory(new MemoryStore({ clock }))
      : connectMemorySocket(socket, { clock, ...(signal && { signal }) }),
  connectAdmin: async ({ socket }, { clock, signal }) =>
    socket === undefined
      ? connectMemoryAdmin(new MemoryStore({ clock }))
      : connectMemorySocketAdmin(socket, { clock, ...(signal && { signal }) }),
};
