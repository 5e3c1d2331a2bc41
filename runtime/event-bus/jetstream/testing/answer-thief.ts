import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between clients and servers; can lose the answer to an append. */
export interface AnswerThief extends AsyncDisposable {
  /** Where clients connect instead: one for each server. */
  readonly urls: readonly string[];
  /** Cuts the connection of the next append when its answer comes. */
  loseNextAnswer(): void;
}

const append = 'Nats-Expected-Last-Subject-Sequence';
const answer = '"seq":';

export async function startAnswerThief(servers: readonly string[]): Promise<AnswerThief> {
  let armed = false;
  const open = new Set<Socket>();
  const proxies = servers.map((server) => {
    const { hostname, port } = new URL(server);
    return createServer((client) => pass(client, connect(Number(port), hostname)));
  });
  for (const proxy of proxies) await once(proxy.listen(0, '127.0.0.1'), 'listening');
  return {
    urls: proxies.map((proxy) => `nats://127.0.0.1:${(proxy.address() as AddressInfo).port}`),
    loseNextAnswer() {
      armed = true;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await Promise.all(proxies.map((proxy) => once(proxy.close(), 'close')));
    },
  };

  function pass(client: Socket, server: Socket): void {
    let waits = false;
    const end = () => {
      for (const socket of [client, server]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, server]) open.add(socket.on('error', end).on('close', end).setNoDelay());
    client.on('data', (bytes) => {
      if (armed && bytes.includes(append)) {
        armed = false;
        waits = true;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (waits && bytes.includes(answer)) end();
      else client.write(bytes);
    });
  }
}
