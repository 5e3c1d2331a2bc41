import { startNatsCluster } from './nats-server.ts';

it('three servers form a cluster whose node may die and come back', async () => {
  await using cluster = await startNatsCluster();
  const [one] = cluster.servers;
  await one?.stop('SIGKILL');
  await one?.start();
  const answer = await fetch(`${one?.monitor}/routez`);
  expect(
    new Set(((await answer.json()) as { routes: { remote_name: string }[] }).routes.map((r) => r.remote_name)),
  ).toStrictEqual(new Set(['nats-1', 'nats-2']));
});
