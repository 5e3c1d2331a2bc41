import { unlink } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { createAnswer } from './socket/answer.ts';
import { FrameReader } from './socket/frame.ts';
import { FrameWriter } from './socket/frame-writer.ts';
import { type Request, toWireError } from './socket/protocol.ts';
import type { MemoryStore } from './store.ts';

/**
 * Serves a store to other processes at the path of a Unix socket, until it is disposed. Takes the path over from a
 * process that died; rejects where another one listens there.
 */
export async function serveMemoryStore(store: MemoryStore, socketPath: string): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(store, socket);
  });
  await listen(server, socketPath);
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function serveConnection(store: MemoryStore, socket: Socket): void {
  const ended = new AbortController();
  const answer = createAnswer(store, ended.signal);
  const frames = new FrameReader();
  const writer = new FrameWriter(socket);
  const reply = async (request: Request, payload: Uint8Array) => {
    const { id } = request;
    try {
      const { header: result, payload: bytes } = await answer(request, payload);
      writer.write({ id, result }, bytes);
    } catch (error) {
      writer.write({ id, error: toWireError(error) });
    }
  };
  socket.on('data', (chunk) => {
    try {
      for (const { header, payload } of frames.push(chunk)) reply(header as Request, payload);
    } catch {
      // whoever sends this speaks another protocol
      socket.destroy();
    }
  });
  // its close says the same
  socket.on('error', () => {});
  socket.on('close', () => ended.abort());
}

async function listen(server: Server, path: string): Promise<void> {
  try {
    await tryListen(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || (await isServed(path))) throw error;
    await unlink(path);
    await tryListen(server, path);
  }
}

function tryListen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
