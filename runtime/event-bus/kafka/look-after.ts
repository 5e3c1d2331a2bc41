import { type Admin, type Consumer, kGetBootstrapConnection, type Producer } from '@platformatic/kafka';

type Client = Pick<Admin | Consumer | Producer, 'connections' | typeof kGetBootstrapConnection>;

interface Emitter {
  on(event: string, listener: (told: never) => void): unknown;
}

/**
 * Hears what the sockets of a client say at their end: some of it is in no request's error, and what nobody hears ends the
 * process. And has it ask another broker whenever it has lost one: the SDK would ask the first that lets it connect, as a
 * frozen one does.
 */
export function lookAfter(client: Client, hear: (error: Error) => void = () => {}): void {
  const pool: Emitter = client.connections;
  let lost = 0;
  pool.on('connecting', ({ connection }: { readonly connection: Emitter }) => connection.on('error', hear));
  for (const event of ['disconnect', 'failed']) pool.on(event, () => lost++);
  const connect = client[kGetBootstrapConnection].bind(client);
  client[kGetBootstrapConnection] = (callback, attempt = 0) => connect(callback, lost + attempt);
}
