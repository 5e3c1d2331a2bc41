import { until } from '../../support/testing/until.ts';
import { event, ids, isAtEnd, isStored, pushed, readAll, readStored, startLog } from '../conformance/log.ts';
import { startReader } from '../conformance/reader.ts';
import { BusUnavailableError, PositionLostError } from '../error.ts';
import { connectMemorySocket } from './connect-memory-socket.ts';
import { type StartedProcess, startProcess } from './testing/start-process.ts';
import { temporarySocket } from './testing/temporary-socket.ts';

// starting a process on a busy machine takes its time
const timeoutMs = 30_000;
const startStore = (path: string) => startProcess(new URL('./testing/store-process.ts', import.meta.url), path);
const startPublisher = (path: string) => startProcess(new URL('./testing/publisher-process.ts', import.meta.url), path);

test(
  'a publisher that is killed leaves what it was told is stored, and the bus goes on for others',
  async () => {
    await using socket = await temporarySocket();
    await using _store = await startStore(socket.path);
    await using bus = await connectMemorySocket(socket.path);
    await using publisher = await startPublisher(socket.path);
    await using told = startReader(() => messages(publisher));
    const last = await told.next((id) => Number(id) >= 100);
    await publisher.kill();
    await bus.publish(pushed, event('other'));
    const stored = ids(await readAll(bus));
    expect(stored.slice(0, Number(last) + 1)).toStrictEqual(
      Array.from({ length: Number(last) + 1 }, (_, id) => `${id}`),
    );
    expect(stored.at(-1)).toBe('other');
  },
  timeoutMs,
);

test(
  'a publisher that was frozen goes on where it was',
  async () => {
    await using socket = await temporarySocket();
    await using _store = await startStore(socket.path);
    await using bus = await connectMemorySocket(socket.path);
    await using publisher = await startPublisher(socket.path);
    await using told = startReader(() => messages(publisher));
    const before = Number(await told.next((id) => Number(id) >= 10));
    publisher.child.kill('SIGSTOP');
    await bus.publish(pushed, event('other'));
    publisher.child.kill('SIGCONT');
    await told.next((id) => Number(id) >= before + 100);
    await publisher.kill();
    const stored = ids(await readAll(bus)).filter((id) => id !== 'other');
    expect(stored).toStrictEqual(stored.map((_, id) => `${id}`));
  },
  timeoutMs,
);

test(
  'a store that is killed takes its log along: publishing rejects, and its readers learn that their position is lost',
  async () => {
    await using socket = await temporarySocket();
    const store = await startStore(socket.path);
    await using bus = await connectMemorySocket(socket.path);
    const after = await bus.resolve('now', [pushed]);
    await using log = startLog(bus, after);
    await log.next(isAtEnd);
    await store.kill();
    await expect(bus.publish(pushed, event('1'))).rejects.toThrow(BusUnavailableError);
    await using _replaced = await startStore(socket.path);
    await expect(log.ended).rejects.toThrow(PositionLostError);
    await bus.publish(pushed, event('2'));
    await expect(readStored(bus, after)).rejects.toThrow(PositionLostError);
    expect(ids(await readAll(bus))).toStrictEqual(['2']);
  },
  timeoutMs,
);

test(
  'a publish in flight to a store that is frozen rejects, and everything goes on once it is thawed',
  async () => {
    await using socket = await temporarySocket();
    await using store = await startStore(socket.path);
    await using bus = await connectMemorySocket(socket.path);
    await using log = startLog(bus, await bus.resolve('now', [pushed]));
    await log.next(isAtEnd);
    store.child.kill('SIGSTOP');
    await expect(bus.publish(pushed, event('unknown'))).rejects.toThrow(BusUnavailableError);
    store.child.kill('SIGCONT');
    await until(async () => (await bus.health()).ready, 20);
    await bus.publish(pushed, event('1'));
    expect(await log.next((next) => isStored(next) && next.event.id !== 'unknown')).toMatchObject({
      event: { id: '1' },
    });
  },
  timeoutMs,
);

/** What a process tells its parent. */
async function* messages({ child }: StartedProcess): AsyncGenerator<string, void> {
  let [came, news] = [[] as string[], Promise.withResolvers<void>()];
  const take = (message: string) => {
    came.push(message);
    news.resolve();
  };
  child.on('message', take as (message: unknown) => void);
  child.once('exit', () => news.resolve());
  while (child.exitCode === null && child.signalCode === null) {
    await news.promise;
    const batch = came;
    [came, news] = [[], Promise.withResolvers<void>()];
    yield* batch;
  }
}
