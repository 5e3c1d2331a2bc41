import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { natsToken } from '../../../model/event-bus/jetstream-auth.ts';
import { createTestAuthority } from '../../support/testing/certificates.ts';
import { freePorts } from '../../support/testing/free-ports.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { BusUnavailableError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { createPublisher } from './publisher.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startDeafProxy } from './testing/deaf-proxy.ts';
import { startNatsServer } from './testing/nats-server.ts';
import { troubled, turned } from './testing/turned.ts';

const auth = natsToken({ name: 'nats', key: 'token' });

it('a connection that breaks is made anew, and listeners are called once for each change', async () => {
  await using server = await startNatsServer();
  const context = createBusContext();
  await using connection = await connectJetStream(toSpec(server.url), context);
  const seen: [boolean, number][] = [];
  using _ = connection.onChange(() => seen.push([connection.connected, connection.generation]));
  await server.stop('SIGKILL');
  await turned(connection, 'down');
  await expect(connection.request('INFO')).rejects.toBeInstanceOf(BusUnavailableError);
  await context.logged('ECONNREFUSED');
  await server.start();
  await turned(connection, 'up');
  await connection.request('INFO');
  expect(seen).toStrictEqual([
    [false, 0],
    [true, 1],
  ]);
  expect(connection.trouble).toBeUndefined();
}, 20_000);

it('a question that is under way when the connection breaks is rejected at once', async () => {
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  server.signal('SIGSTOP');
  const asked = connection.request('INFO', undefined, { timeoutMs: 20_000 });
  await Promise.all([server.stop('SIGKILL'), expect(asked).rejects.toThrow('the connection to the servers is lost')]);
});

it('a credential that was rotated is used; until then the connection waits, however often it is refused', async () => {
  using files = temporaryFiles({ auth: 'authorization { token: old }' });
  await using server = await startNatsServer({
    config: `include "${relative(join(tmpdir(), 'nats'), files.path('auth'))}"`,
  });
  const context = createBusContext({ 'nats/token': 'old' });
  await using connection = await connectJetStream(toSpec(server.url, { auth }), context);
  files.write('auth', 'authorization { token: new }');
  await server.stop();
  await server.start();
  await troubled(
    connection,
    "the servers refused the token of Secret 'nats': authorization violation; compare 'auth' and its Secret with their users",
  );
  await refusedAgain(server.monitor, 4);
  context.values.set('nats/token', 'new');
  await turned(connection, 'up');
  expect(await connection.request('INFO')).toMatchObject({ streams: 0 });
}, 30_000);

it('a certificate that has expired is told, and the one after it is taken', async () => {
  using authority = createTestAuthority();
  using files = temporaryFiles({ ...authority.issue('127.0.0.1') });
  const config = `tls { cert_file: "${files.path('cert')}", key_file: "${files.path('key')}" }`;
  await using server = await startNatsServer({ config });
  const tls = { ca: { name: 'pki', key: 'ca' } };
  const context = createBusContext({ 'pki/ca': authority.cert });
  await using connection = await connectJetStream(toSpec(server.url, { tls }), context);
  await restart(authority.issue('127.0.0.1', { expired: true }));
  await troubled(connection, `${server.url}: its certificate has expired; renew it there`);
  await restart(authority.issue('127.0.0.1'));
  await turned(connection, 'up');

  async function restart({ cert, key }: { readonly cert: string; readonly key: string }): Promise<void> {
    files.write('cert', cert);
    files.write('key', key);
    await server.stop();
    await server.start();
  }
}, 30_000);

it('a server that was dead at first is taken when the others die', async () => {
  await using one = await startNatsServer();
  await using other = await startNatsServer();
  await other.stop();
  await using connection = await connectJetStream(toSpec([other.url, one.url]), createBusContext());
  await one.stop();
  await turned(connection, 'down');
  await other.start();
  await turned(connection, 'up');
  expect(connection.nats.getServer()).toBe(new URL(other.url).host);
}, 20_000);

it('a server that freezes while much is being written to it is given up', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  server.signal('SIGSTOP');
  const sent = Array.from({ length: 100 }, () => publisher.send('ew.e.a.b.c.0', {}, new Uint8Array(1024 ** 2)));
  const settled = Promise.allSettled(sent);
  await turned(connection, 'down');
  server.signal('SIGCONT');
  await turned(connection, 'up');
  expect(await publisher.send('ew.e.a.b.c.0', {}, new Uint8Array(1))).toMatchObject({ stream: 'ew-events' });
  await settled;
}, 60_000);

it('a server that answers pings and nothing else is left for another one', async () => {
  await using one = await startNatsServer();
  await using other = await startNatsServer();
  await using proxy = await startDeafProxy(one.url);
  const context = createBusContext();
  // twenty seconds in one
  const clock = { ...context.clock, now: () => 20 * Date.now() };
  await other.stop();
  await using connection = await connectJetStream(toSpec([proxy.url, other.url]), { ...context, clock });
  await other.start();
  proxy.deafen();
  while (connection.nats.getServer() === new URL(proxy.url).host) {
    await connection.request('STREAM.INFO.ew-events', undefined, { timeoutMs: 100 }).catch(() => {});
    await delay(20);
  }
  await turned(connection, 'up');
  expect(connection.nats.getServer()).toBe(new URL(other.url).host);
  await connection.request('INFO');
}, 30_000);

it('a lost connection that is disposed leaves nothing behind', async () => {
  const [port] = await freePorts(1);
  await using server = await startNatsServer();
  const spec = toSpec([server.url, `nats://127.0.0.1:${port}`]);
  const connection = await connectJetStream(spec, createBusContext());
  await server.stop('SIGKILL');
  await turned(connection, 'down');
  await connection[Symbol.asyncDispose]();
  expect(connection.nats.isClosed()).toBe(true);
  expect(connection.closed.aborted).toBe(true);
});

/** Waits until the server has refused clients so often. */
async function refusedAgain(monitor: string, times: number): Promise<void> {
  const read = async () => {
    const answer = await fetch(`${monitor}/varz`);
    return ((await answer.json()) as { total_connections: number }).total_connections;
  };
  const until = (await read()) + times;
  while ((await read()) < until);
}
