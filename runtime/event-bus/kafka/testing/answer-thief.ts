import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between clients and brokers; can lose the answer to what is published. */
export interface AnswerThief extends AsyncDisposable {
  /** Where clients connect instead: one `127.0.0.1:19092` for each broker. */
  readonly addresses: readonly string[];
  /** Cuts the connection when the answer to the next request to publish comes, and lets nobody in for a while. */
  loseNextAnswer(): void;
}

const produce = 0;
/** Longer than a client sends it again. */
const closedMs = 6_000;

/** In front of so many brokers, whose ports may be known later. */
export async function startAnswerThief(count: number, portOf: (index: number) => number): Promise<AnswerThief> {
  let armed = false;
  let closedUntil = 0;
  const open = new Set<Socket>();
  const proxies = Array.from({ length: count }, (_, index) =>
    createServer((client) => {
      if (Date.now() < closedUntil) client.destroy();
      else pass(client, connect(portOf(index), '127.0.0.1'));
    }),
  );
  for (const proxy of proxies) await once(proxy.listen(0, '127.0.0.1'), 'listening');
  return {
    addresses: proxies.map((proxy) => `127.0.0.1:${(proxy.address() as AddressInfo).port}`),
    loseNextAnswer() {
      armed = true;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await Promise.all(proxies.map((proxy) => once(proxy.close(), 'close')));
    },
  };

  function pass(client: Socket, broker: Socket): void {
    let stolen: number | undefined;
    const end = () => {
      for (const socket of [client, broker]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, broker]) open.add(socket.on('error', end).on('close', end).setNoDelay());
    const requests = onFrame((frame) => {
      if (!armed || frame.readInt16BE(0) !== produce) return;
      armed = false;
      stolen = frame.readInt32BE(4);
    });
    const answers = onFrame((frame) => {
      if (stolen === undefined || frame.readInt32BE(0) !== stolen) return;
      closedUntil = Date.now() + closedMs;
      for (const socket of open) socket.destroy();
    });
    client.on('data', (bytes) => {
      requests(bytes);
      broker.write(bytes);
    });
    broker.on('data', (bytes) => {
      answers(bytes);
      if (!client.destroyed) client.write(bytes);
    });
  }
}

/** Calls back with the first bytes of each message of Kafka's protocol, behind its length. */
function onFrame(listener: (head: Buffer) => void): (bytes: Buffer) => void {
  const headBytes = 12;
  let head = Buffer.alloc(0);
  let skip = 0;
  return (bytes) => {
    for (let rest = bytes; rest.length > 0; ) {
      const skipped = Math.min(skip, rest.length);
      skip -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length === 0) return;
      const missing = headBytes - head.length;
      head = Buffer.concat([head, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (head.length < headBytes) return;
      skip = Math.max(0, head.readInt32BE(0) + 4 - headBytes);
      listener(head.subarray(4));
      head = Buffer.alloc(0);
    }
  };
}
