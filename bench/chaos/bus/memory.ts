import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../support/child.ts';
import type { ChaosBus } from './chaos-bus.ts';

/** A store in a process of its own, which must live: what it has stored ends with it. */
export async function startMemory(): Promise<ChaosBus> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-chaos-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const socket = join(folder, 'store.sock');
  stack.use(await startChild(new URL('memory-store.ts', import.meta.url), [socket]));
  const started = stack.move();
  return {
    spec: { kind: 'memory', name: 'bus', socket },
    servers: [],
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
