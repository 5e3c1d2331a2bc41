import { natsUser } from '../../../model/event-bus/jetstream-auth.ts';
import { freePorts } from '../../support/testing/free-ports.ts';
import { ancientNatsServer, oldNatsServer } from '../../support/testing/go-server.ts';
import { BusRefusedError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startNatsServer } from './testing/nats-server.ts';

const auth = natsUser({ user: 'ci', password: { name: 'nats', key: 'it' } });

it('one server that answers is enough', async () => {
  const [deadPort] = await freePorts(1);
  const dead = `nats://127.0.0.1:${deadPort}`;
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec([dead, server.url]), createBusContext());
  const known = connection.nats.getServers().map(({ listen }) => `nats://${listen}`);
  expect(new Set(known)).toStrictEqual(new Set([dead, server.url]));
});

it('servers that are away are waited for, with one line in the log', async () => {
  await using server = await startNatsServer();
  await server.stop();
  const context = createBusContext();
  const connecting = connectJetStream(toSpec(server.url), context);
  await context.logged('waiting');
  await server.start();
  await using _ = await connecting;
  const { host } = new URL(server.url);
  expect(context.lines).toStrictEqual([`waiting for the event bus: ${server.url}: connect ECONNREFUSED ${host}`]);
});

it('the wait ends when the signal aborts', async () => {
  const [port] = await freePorts(1);
  const stop = new AbortController();
  const context = createBusContext({}, stop.signal);
  const connecting = connectJetStream(toSpec(`nats://127.0.0.1:${port}`), context);
  await context.logged('waiting');
  stop.abort(new Error('stopped'));
  await expect(connecting).rejects.toThrow('stopped');
});

it('a frozen server is waited for', async () => {
  await using server = await startNatsServer();
  server.signal('SIGSTOP');
  const context = createBusContext();
  const connecting = connectJetStream(toSpec(server.url), context);
  await context.logged('does not answer');
  server.signal('SIGCONT');
  await using connection = await connecting;
  expect(connection.connected).toBe(true);
});

it('a server that is too old is refused', async () => {
  await using server = await startNatsServer({ server: ancientNatsServer });
  await expect(connectJetStream(toSpec(server.url), createBusContext())).rejects.toStrictEqual(
    new BusRefusedError('the servers run NATS 2.9.25; the bus needs 2.10.0 or later, upgrade them'),
  );
});

it('the oldest server that can do it is taken', async () => {
  await using server = await startNatsServer({ server: oldNatsServer });
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  expect(connection.connected).toBe(true);
});

it.each([
  ['on the server', 'jetstream: disabled'],
  ['for the account', 'accounts { CI { users: [{ user: ci, password: p }] } }'],
])('a server without JetStream %s is refused', async (_, config) => {
  await using server = await startNatsServer({ config });
  await expect(
    connectJetStream(toSpec(server.url, { auth }), createBusContext({ 'nats/it': 'p' })),
  ).rejects.toStrictEqual(
    new BusRefusedError(
      `${server.url}: JetStream is not enabled there for user 'ci'; enable it on the servers and for the account`,
    ),
  );
});

it('a client that may not see the streams is refused', async () => {
  await using server = await startNatsServer({
    config: 'authorization { users: [{ user: ci, password: p, permissions: { publish: [none] } }] }',
  });
  await expect(
    connectJetStream(toSpec(server.url, { auth }), createBusContext({ 'nats/it': 'p' })),
  ).rejects.toStrictEqual(
    new BusRefusedError("user 'ci' may not use '$JS.API.STREAM.INFO.ew-events'; grant it on the servers"),
  );
});

it.each([
  ['a domain', { domain: 'hub' }, '$JS.hub.API'],
  ['a prefix', { apiPrefix: '$JS.hub.API' }, '$JS.hub.API'],
])('JetStream is found by %s', async (_, options, api) => {
  await using server = await startNatsServer({ jetstream: 'domain: hub' });
  await using connection = await connectJetStream(toSpec(server.url, options), createBusContext());
  expect(connection.api).toBe(api);
  expect(await connection.request('INFO')).toMatchObject({ domain: 'hub' });
});

it('servers know the client by its name, and answer below its own subjects', async () => {
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  const answer = await fetch(`${server.monitor}/connz?subs=1`);
  const { connections } = (await answer.json()) as { connections: { name: string; subscriptions_list: string[] }[] };
  expect(connections).toMatchObject([{ name: 'worker ci/main main-0' }]);
  expect(connections[0]?.subscriptions_list.join()).toMatch(/^_INBOX\.worker\.ci\.main\.[^.]+\.\*$/);
  expect(connection.inboxPrefix).toBe('_INBOX.worker.ci.main');
});
