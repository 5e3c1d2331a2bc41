import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';

/** Known to the kernel alone, which forgets it with the process that holds it. */
const name = '\0eventwright-cluster';

/** Holds the one place for a cluster of nodes on this machine. Throws where another process has it. */
export async function lockCluster(): Promise<AsyncDisposable> {
  const server = createServer((client) => client.on('error', () => undefined).end(String(process.pid)));
  server.listen(name).unref();
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = await text(connect(name)).catch(() => 'another');
    throw new Error(
      `a cluster of nodes runs already, of process ${holder}: this machine has room for one; wait for its end`,
    );
  }
  return { [Symbol.asyncDispose]: async () => void server.close() };
}
