import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import { describeKeeper } from './scenario/keeper-story.ts';

describeKeeper('a memory bus', async () => {
  const store = new MemoryStore();
  return {
    connect: async () => connectMemory(store),
    connectAdmin: async () => connectMemoryAdmin(store),
    stop: async () => store.stop(),
    start: async () => store.start(),
    loseNextAnswer: async () => {},
    async [Symbol.asyncDispose]() {},
  };
});
