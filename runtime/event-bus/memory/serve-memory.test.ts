import { createConnection } from 'node:net';
import { event, pushed } from '../conformance/log.ts';
import { connectMemorySocket } from './connect-memory-socket.ts';
import { serveMemoryStore } from './serve-memory.ts';
import { MemoryStore } from './store.ts';
import { startProcess } from './testing/start-process.ts';
import { temporarySocket } from './testing/temporary-socket.ts';

test('a path where another store is served is not taken over', async () => {
  await using socket = await temporarySocket();
  await using _served = await serveMemoryStore(new MemoryStore(), socket.path);
  await expect(serveMemoryStore(new MemoryStore(), socket.path)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('the path of a store that died is taken over', async () => {
  await using socket = await temporarySocket();
  const store = await startProcess(new URL('./testing/store-process.ts', import.meta.url), socket.path);
  await store.kill();
  await using _served = await serveMemoryStore(new MemoryStore(), socket.path);
  await using bus = await connectMemorySocket(socket.path);
  expect(await bus.health()).toMatchObject({ ready: true });
}, 30_000);

test('who speaks another protocol is cut off, and others are not', async () => {
  await using socket = await temporarySocket();
  await using _served = await serveMemoryStore(new MemoryStore(), socket.path);
  await using bus = await connectMemorySocket(socket.path);
  const stranger = createConnection(socket.path);
  const closed = new Promise((resolve) => stranger.once('close', resolve));
  stranger.resume().write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await closed;
  await bus.publish(pushed, event('1'));
});

test('a client waits for a store that is not there yet, until it is told to stop', async () => {
  await using socket = await temporarySocket();
  const waiting = connectMemorySocket(socket.path);
  await using _served = await serveMemoryStore(new MemoryStore(), socket.path);
  await using bus = await waiting;
  expect(await bus.health()).toMatchObject({ ready: true });
  const gone = connectMemorySocket(`${socket.path}.none`, { signal: AbortSignal.abort(new Error('stopped')) });
  await expect(gone).rejects.toThrow('stopped');
});
