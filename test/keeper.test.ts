import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeProcess } from '../bench/support/runtime-process.ts';
import { startNatsServer } from '../runtime/event-bus/jetstream/testing/nats-server.ts';
import { createProject } from './support/project.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };

/** A sensor whose trigger has its own name. */
const sensor = (name: string, bus: unknown) => ({
  ...head,
  kind: 'Sensor',
  bus,
  metadata: { name, namespace: 'ci', worker: 'worker' },
  spec: {
    dependencies: { push: { eventSource: 'github', event: 'push' } },
    triggers: {
      [name]: {
        when: 'push',
        action: { kind: 'log' },
        template: { code: '({ push }) => push.data.ref' },
      },
    },
  },
});

const keeper = (bus: unknown, replicas: number) => ({
  ...head,
  kind: 'Keeper',
  bus,
  metadata: { name: 'keeper', namespace: 'ci' },
  spec: {
    replicas,
    quotas: {
      events: '64Mi',
      journals: '64Mi',
      notes: '8Mi',
      members: '8Mi',
      deadLetters: '8Mi',
      outcomes: '8Mi',
    },
    grace: '7d',
  },
});

it('the keeper makes the stores of an empty server, places triggers as documents come, and hands over when told', async () => {
  await using server = await startNatsServer();
  const bus = { kind: 'jetstream', name: 'bus', servers: [server.url] };
  await using config = await createProject({
    'config/keeper.json': JSON.stringify(keeper(bus, 1)),
    'config/first.json': JSON.stringify(sensor('first', bus)),
  });
  await using runtime = new RuntimeProcess(['keeper', '--config', `${config.folder}/config`], { POD_NAMESPACE: 'ci' });
  const { operationsPort } = await runtime.until('keeper started');
  const read = async (path: string) => (await fetch(`http://127.0.0.1:${operationsPort}${path}`)).text();
  await runtime.until('a trigger has its first position');
  await config.write('config/second.json', JSON.stringify(sensor('second', bus)));
  const placed = 'ci/worker: ci/second/second begins';
  while (!runtime.lines.some(({ trigger }) => String(trigger).startsWith(placed))) await delay(20);
  while (!(await read('/metrics')).includes('trigger="second"} 0')) await delay(20);
  const metrics = await read('/metrics');
  expect(metrics).toContain('eventwright_bus_quota_bytes{store="events"} 67108864');
  expect(metrics).toContain('eventwright_bus_replicas_current{store="journals"} 1');
  while ((await read('/readyz')) !== '{"ready":true,"reasons":[]}') await delay(20);
  await config.write('config/second.json', '{');
  while (!(await read('/readyz')).includes('the documents cannot be read')) await delay(20);
  runtime.kill('SIGTERM');
  expect(await runtime.exit).toBe(0);
  expect(runtime.lines.at(-1)).toMatchObject({ message: 'keeper ended' });
}, 60_000);

it('a keeper that wants more copies than there are servers says what to do', async () => {
  await using server = await startNatsServer();
  const bus = { kind: 'jetstream', name: 'bus', servers: [server.url] };
  await using config = await createProject({ 'config/keeper.json': JSON.stringify(keeper(bus, 3)) });
  await using runtime = new RuntimeProcess(['keeper', '--config', `${config.folder}/config`], { POD_NAMESPACE: 'ci' });
  const { error } = await runtime.until('the stores of the bus cannot be seen to');
  expect(error).toMatchObject({ code: 'planRefused', message: expect.stringContaining('3') });
}, 60_000);
