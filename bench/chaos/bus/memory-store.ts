// The store of a memory bus as a process: `memory-store.ts <socket>`.
import { serveMemoryStore } from '../../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../../runtime/event-bus/memory/store.ts';

await serveMemoryStore(new MemoryStore(), process.argv[2] as string);
process.on('disconnect', () => process.exit());
process.send?.({});
