import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a server; can make it one that answers pings and nothing else. */
export interface DeafProxy extends AsyncDisposable {
  readonly url: string;
  /** From now on nothing reaches the server, and nothing comes from it. */
  deafen(): void;
}

export async function startDeafProxy(server: string): Promise<DeafProxy> {
  const { hostname, port } = new URL(server);
  const open = new Set<Socket>();
  let isDeaf = false;
  const proxy = createServer((client) => {
    const behind = connect(Number(port), hostname);
    const end = () => {
      client.destroy();
      behind.destroy();
    };
    for (const socket of [client, behind]) open.add(socket.on('error', end).on('close', end));
    client.on('data', (bytes) => {
      if (!isDeaf) behind.write(bytes);
      else if (bytes.includes('PING\r\n')) client.write('PONG\r\n');
    });
    behind.on('data', (bytes) => {
      if (!isDeaf) client.write(bytes);
    });
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `nats://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    deafen() {
      isDeaf = true;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await once(proxy.close(), 'close');
    },
  };
}
