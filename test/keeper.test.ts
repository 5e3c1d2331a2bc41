import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeProcess } from '../bench/support/runtime-process.ts';
import { isWorkerDocument } from '../model/document/document.ts';
import { keeperSchema } from '../model/keeper/keeper.ts';
import { parseSpec } from '../model/schema.ts';
import { jetStreamDriver } from '../runtime/event-bus/jetstream/driver.ts';
import { startNatsServer } from '../runtime/event-bus/jetstream/testing/nats-server.ts';
import { readDeclared } from '../runtime/keeper/declared.ts';
import { startKeeper } from '../runtime/keeper/keeper.ts';
import type { Report } from '../runtime/keeper/round.ts';
import { defaultTiming } from '../runtime/partition/timing.ts';
import { systemClock } from '../runtime/support/clock.ts';
import { noLog } from '../runtime/support/log.ts';
import { keeper as keeperClient, startBus, toContext } from './support/bus-with-users.ts';
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
  const { error } = await runtime.until('the stores of the bus cannot be made');
  expect(error).toMatchObject({ code: 'planRefused', message: expect.stringContaining('3') });
}, 60_000);

it('a keeper does all that it does with the permissions of its own user', async () => {
  await using served = await startBus();
  const { documents } = served;
  const spec = served.spec(keeperClient);
  await using bus = await jetStreamDriver.connect(spec, toContext(keeperClient));
  const declared = readDeclared(documents.filter(isWorkerDocument), 'ops');
  const rounds: Report[] = [];
  const kept = Promise.withResolvers<void>();
  await using _keeper = startKeeper({
    bus,
    admin: served.admin,
    self: { namespace: 'ops', worker: 'keeper' },
    replica: 'keeper-0',
    situation: () => ({
      spec: parseSpec(keeperSchema, { replicas: 1, history: '1d', grace: '0s' }, 'keeper'),
      declared,
    }),
    clock: systemClock,
    timing: defaultTiming,
    random: Math.random,
    log: noLog,
    onRound(report) {
      rounds.push(report);
      kept.resolve();
    },
  });
  await kept.promise;
  expect(rounds[0]?.lags.map(({ pending }) => pending)).toStrictEqual([0]);
  expect(await served.violations()).toStrictEqual([]);
}, 30_000);
