import { jest } from '@jest/globals';
import type { StreamInfo } from '@nats-io/jetstream';
import { event, ids, isStored, pushed, startLog } from '../conformance/log.ts';
import type { Stored } from '../contract.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { jetStreamDriver } from './driver.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { type NatsCluster, type NatsServer, startNatsCluster } from './testing/nats-server.ts';

jest.setTimeout(120_000);

const before = 200;
const meanwhile = 200;

/** The server that leads the events: the consumers of their readers live there, too. */
async function findLeader({ servers, urls }: NatsCluster): Promise<NatsServer> {
  await using connection = await connectJetStream(toSpec(urls), createBusContext());
  const { cluster } = await connection.request<StreamInfo>('STREAM.INFO.ew-events');
  return servers.find(({ name }) => name === cluster?.leader) as NatsServer;
}

test.each<[string, (server: NatsServer) => Promise<void>]>([
  ['is stopped', (server) => server.stop('SIGTERM')],
  ['leaves as a lame duck', (server) => server.stop('SIGUSR2')],
  ['is killed', (server) => server.stop('SIGKILL')],
  ['freezes', async (server) => server.signal('SIGSTOP')],
])('a reader loses and repeats nothing when the server that leads its stream %s', async (_, disturb) => {
  await using cluster = await startNatsCluster();
  await applyStreams(cluster.urls, { quotas: {}, replicas: 3 });
  await using bus = await jetStreamDriver.connect(toSpec(cluster.urls), createBusContext());
  await using log = startLog(bus, await bus.resolve('beginning', [pushed]));
  const publish = async (id: number) => {
    // the same event again within the duplicate window is stored once
    while (
      !(await bus.publish(pushed, event(`${id}`)).then(
        () => true,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  for (let id = 0; id < before; id++) await publish(id);
  const disturbing = disturb(await findLeader(cluster));
  for (let id = before; id < before + meanwhile; id++) await publish(id);
  await disturbing;
  const read: Stored[] = [];
  while (read.length < before + meanwhile) read.push((await log.next(isStored)) as Stored);
  expect(ids(read)).toStrictEqual(Array.from({ length: before + meanwhile }, (_, id) => `${id}`));
});
