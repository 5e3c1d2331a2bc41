import type { Admin, Consumer, Producer } from '@platformatic/kafka';

interface Emitter {
  on(event: string, listener: (told: never) => void): unknown;
}

/**
 * Hears what the sockets of a client say at their end: some of it is in no request's error, and what nobody hears ends the
 * process.
 */
export function hearErrors(
  client: Pick<Admin | Consumer | Producer, 'connections'>,
  hear: (error: Error) => void = () => {},
): void {
  const pool: Emitter = client.connections;
  pool.on('connecting', ({ connection }: { readonly connection: Emitter }) => connection.on('error', hear));
}
