// A memory store as a process: `store-process.ts <socket>`. Tells its parent when it listens.

import { serveMemoryStore } from '../serve-memory.ts';
import { MemoryStore } from '../store.ts';

await serveMemoryStore(new MemoryStore(), process.argv[2] as string);
process.on('disconnect', () => process.exit());
process.send?.('ready');
