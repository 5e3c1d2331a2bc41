import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ServerInfo } from '@nats-io/nats-core';
import { describeHandshake } from '../../support/describe-handshake.ts';
import { BusRefusedError } from '../error.ts';
import type { Tls } from './tls.ts';

export interface ServerProbe {
  /** `nats://nats.messaging:4222` */
  readonly server: string;
  readonly tls: Tls | undefined;
  readonly timeoutMs: number;
}

/** An alert about a client's certificate comes after the handshake that it ends. */
const alertMs = 100;

/**
 * Looks at a server up to where a client would show its credential, since the SDK keeps to itself why it could not
 * connect. Rejects with a `BusRefusedError` where waiting does not help, else with a plain error; both name the server.
 */
export async function probeServer({ server, tls, timeoutMs }: ServerProbe): Promise<void> {
  const { hostname, port } = new URL(server.replace(/^\w+:/, 'http:'));
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = createConnection(Number(port || 4222), host);
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('does not answer')));
  let shaking = false;
  try {
    const info = await readInfo(socket);
    if (tls && !info.tls_required && !info.tls_available)
      throw new BusRefusedError(
        `${server} has no TLS, which the bus asks for; configure it there, or connect by nats:// without 'tls'`,
      );
    if (!tls && !info.tls_required) return;
    shaking = true;
    await handshake(socket, tls?.toSettings(host) ?? { host, servername: '' });
  } catch (error) {
    if (error instanceof BusRefusedError) throw error;
    const refused = shaking && describeHandshake(error);
    if (refused) throw new BusRefusedError(`${server}: ${refused}`, { cause: error });
    throw new Error(`${server}: ${(error as Error).message}`, { cause: error });
  } finally {
    socket.destroy();
  }
}

function readInfo(socket: Socket): Promise<ServerInfo> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const [line, more] = text.split('\r\n', 2);
      if (more === undefined) return;
      socket.off('data', read).pause();
      try {
        resolve(JSON.parse((line ?? '').replace(/^INFO /, '')));
      } catch {
        reject(new Error('is no NATS server'));
      }
    };
    socket.on('data', read);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed the connection')));
  });
}

function handshake(socket: Socket, settings: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({ ...settings, socket }, () => setTimeout(resolve, alertMs));
    secure.once('error', reject);
    secure.resume();
  });
}
