import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { until } from '../../../support/testing/until.ts';
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

it('a process that ends without disposing of its server leaves none behind', async () => {
  const script = `const { startNatsServer } = await import(process.argv[1]);
    const { monitor, store } = await startNatsServer();
    console.log(JSON.stringify({ monitor, store }));
    process.exit();`;
  const module = new URL('nats-server.ts', import.meta.url).href;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script, module], { encoding: 'utf8' });
  const { monitor, store } = JSON.parse(said) as { monitor: string; store: string };
  await until(() =>
    fetch(monitor).then(
      () => false,
      () => true,
    ),
  );
  await rm(dirname(store), { recursive: true });
});
