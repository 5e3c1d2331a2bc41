import { oldNatsServer } from '../../support/testing/go-server.ts';
import type { BusHealth } from '../contract.ts';
import { BusRefusedError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream, type JetStreamConnection } from './connection.ts';
import { jetStreamDriver } from './driver.ts';
import { readHealth, requireJournals } from './health.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startNatsCluster, startNatsServer } from './testing/nats-server.ts';
import { turned } from './testing/turned.ts';

const onThree = { quotas: {}, replicas: 3 };

it('a bus whose streams are missing is not ready, and then it is', async () => {
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  expect(await readHealth(connection)).toStrictEqual({
    ready: false,
    reason: 'the stream ew-events: it is missing; run: eventwright bus apply',
  });
  await applyStreams(server.url);
  expect(await readHealth(connection)).toMatchObject({ ready: true });
});

it('tells how full the journals are', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url, { quotas: { journal: { maxBytes: 100_000 } } });
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  expect(await readHealth(connection)).toStrictEqual({ ready: true, fill: { journals: 0 } });
  await using bus = await jetStreamDriver.connect(toSpec(server.url), createBusContext());
  await using journal = await bus.journal({ namespace: 'ci', worker: 'worker', index: 0 });
  await journal.append(new Uint8Array(50_000), undefined);
  const { fill } = await readHealth(connection);
  expect(fill?.journals).toBeCloseTo(0.5, 1);
});

it('a server that stops, or freezes, and comes back', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  await server.stop('SIGKILL');
  await turned(connection, 'down');
  expect((await readHealth(connection)).reason).toMatch(/^JetStream: /);
  await server.start();
  await turned(connection, 'up');
  expect(await readHealth(connection)).toMatchObject({ ready: true });
  server.signal('SIGSTOP');
  expect((await become(connection, false)).reason).toMatch(/JetStream/);
  server.signal('SIGCONT');
  expect(await become(connection, true)).toMatchObject({ ready: true });
}, 30_000);

it('a cluster that loses one server stays ready, one that loses two is not, and is again when one comes back', async () => {
  await using cluster = await startNatsCluster();
  await applyStreams(cluster.urls, onThree);
  await using connection = await connectJetStream(toSpec(cluster.urls), createBusContext());
  const [one, two] = cluster.servers.filter(({ url }) => new URL(url).host !== connection.nats.getServer());
  expect(await become(connection, true)).toMatchObject({ ready: true });
  await one?.stop('SIGKILL');
  expect(await become(connection, true)).toMatchObject({ ready: true });
  await two?.stop('SIGKILL');
  expect((await become(connection, false)).reason).toMatch(/^the stream ew-[a-z-]+/);
  await one?.start();
  expect(await become(connection, true)).toMatchObject({ ready: true });
}, 60_000);

it('a cluster that freezes but for one server is not ready', async () => {
  await using cluster = await startNatsCluster();
  await applyStreams(cluster.urls, onThree);
  await using connection = await connectJetStream(toSpec(cluster.urls), createBusContext());
  const others = cluster.servers.filter(({ url }) => new URL(url).host !== connection.nats.getServer());
  for (const server of others) server.signal('SIGSTOP');
  expect((await become(connection, false)).reason).toMatch(/^the stream ew-[a-z-]+/);
  for (const server of others) server.signal('SIGCONT');
  expect(await become(connection, true)).toMatchObject({ ready: true });
}, 60_000);

it('journals on a cluster that is too old for them are refused', async () => {
  await using cluster = await startNatsCluster({ server: oldNatsServer });
  await applyStreams(cluster.urls, onThree);
  await using connection = await connectJetStream(toSpec(cluster.urls), createBusContext());
  const reason = 'the servers run NATS 2.10.27; journals on 3 replicas need 2.11.0 or later, upgrade them';
  // replicas that were just made may lag
  while ((await readHealth(connection)).reason !== reason);
  await expect(requireJournals(connection)).rejects.toStrictEqual(new BusRefusedError(reason));
}, 30_000);

it('journals on one server of the same age are not', async () => {
  await using server = await startNatsServer({ server: oldNatsServer });
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  expect(await readHealth(connection)).toMatchObject({ ready: true });
  await requireJournals(connection);
});

async function become(connection: JetStreamConnection, ready: boolean): Promise<BusHealth> {
  for (;;) {
    const health = await readHealth(connection);
    if (health.ready === ready) return health;
  }
}
