import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port, where nobody listens on it; else 0, which is any that is free. */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree) return 0;
  server.close();
  await once(server, 'close');
  return wanted;
}
