import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Passes on what comes through a Unix socket, which networks share, to a port on loopback. */
export async function startSocketForward(socket: string, port: number): Promise<AsyncDisposable> {
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(port, '127.0.0.1');
    inner.pipe(outer).pipe(inner);
    for (const end of [inner, outer]) {
      open.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          open.delete(end);
          inner.destroy();
          outer.destroy();
        });
    }
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      for (const end of open) end.destroy();
      await once(server, 'close');
    },
  };
}
