import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeProcess } from '../bench/support/runtime-process.ts';
import type { EventAddress } from '../model/event/address.ts';
import type { EventBusSpec } from '../model/event-bus/event-bus.ts';
import { connectEventBus } from '../runtime/event-bus/index.ts';
import { startNatsServer } from '../runtime/event-bus/jetstream/testing/nats-server.ts';
import { connectKafka } from '../runtime/event-bus/kafka/connection.ts';
import { toSpec } from '../runtime/event-bus/kafka/testing/bus-spec.ts';
import { startKafkaBus } from '../runtime/event-bus/kafka/testing/kafka-bus.ts';
import { startKafka } from '../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { createBusContext } from '../runtime/event-bus/testing/bus-context.ts';
import { createProject, type Project } from './support/project.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };
const pushed: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };

const source = (bus: EventBusSpec) => ({
  ...head,
  kind: 'EventSource',
  bus,
  metadata: { name: 'github', namespace: 'ci', worker: 'worker' },
  spec: { kind: 'calendar', events: { push: { interval: '1d' } } },
});

/** A sensor whose trigger has its own name. */
const sensor = (name: string, bus: EventBusSpec) => ({
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

const keeper = (bus: EventBusSpec, replicas: number) => ({
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

interface Served extends AsyncDisposable {
  /** Of a bus on these servers, which are empty and too few for three copies. */
  readonly spec: (copies: 1 | 3) => EventBusSpec;
}

async function serveJetStream(): Promise<Served> {
  const server = await startNatsServer();
  return {
    spec: () => ({ kind: 'jetstream', name: 'bus', servers: [server.url] }),
    [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose](),
  };
}

async function serveKafka(): Promise<Served> {
  const { addresses, ...cluster } = await startKafka();
  const minInSync = { 1: 1, 3: 2 };
  return {
    spec: (copies) =>
      toSpec(addresses, { replicationFactor: copies, minInSyncReplicas: minInSync[copies], retention: '1h' }),
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

/** What a keeper says of a bus of each kind. */
const buses = [
  {
    kind: 'JetStream',
    serve: serveJetStream,
    quota: 'eventwright_bus_quota_bytes{store="events"} 67108864\n',
    retention: /^(?!.*retention_used_ratio\{)/s,
  },
  {
    kind: 'Kafka',
    serve: serveKafka,
    quota: 'eventwright_bus_quota_bytes{store="events"} +Inf\n',
    retention: /retention_used_ratio\{namespace="ci",sensor="first",trigger="first"\} (?!0\n)/,
  },
] as const;

const runKeeper = ({ folder }: Project) =>
  new RuntimeProcess(['keeper', '--config', `${folder}/config`], { POD_NAMESPACE: 'ci' });

/** What its server answers at a path. */
const readOf = (operationsPort: unknown) => async (path: string) =>
  (await fetch(`http://127.0.0.1:${operationsPort}${path}`)).text();

const untilSaid = async (runtime: RuntimeProcess, field: string, text: string) => {
  while (!runtime.lines.some(({ [field]: value }) => String(value).startsWith(text))) await delay(20);
};

describe.each(buses)('on $kind', ({ serve, quota, retention }) => {
  it('the keeper makes the stores of an empty server, places triggers as documents come, and tells how far they are', async () => {
    await using served = await serve();
    const spec = served.spec(1);
    await using config = await createProject({
      'config/keeper.json': JSON.stringify(keeper(spec, 1)),
      'config/first.json': JSON.stringify(sensor('first', spec)),
      'config/source.json': JSON.stringify(source(spec)),
    });
    await using runtime = runKeeper(config);
    const { operationsPort } = await runtime.until('keeper started');
    const read = readOf(operationsPort);
    await runtime.until('a trigger has its first position');
    await using bus = await connectEventBus(spec, createBusContext());
    const event = { id: '1', source: '/x', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };
    await bus.publish(pushed, event);
    await config.write('config/second.json', JSON.stringify(sensor('second', spec)));
    await untilSaid(runtime, 'trigger', 'ci/worker: ci/second/second begins');
    while (!(await read('/metrics')).includes('trigger="second"} 0')) await delay(20);
    const metrics = await read('/metrics');
    expect(metrics).toContain(quota);
    expect(metrics).toContain('eventwright_bus_replicas_current{store="journals"} 1\n');
    expect(metrics).toContain('eventwright_bus_plan_refused 0\n');
    expect(metrics).toContain('lag_events{namespace="ci",sensor="first",trigger="first"} 1\n');
    expect(metrics).toMatch(retention);
    while ((await read('/readyz')) !== '{"ready":true,"reasons":[]}') await delay(20);
    await config.write('config/second.json', '{');
    while (!(await read('/readyz')).includes('the documents cannot be read')) await delay(20);
  }, 60_000);

  it('another keeper is at work when the first was told to end', async () => {
    await using served = await serve();
    await using config = await createProject({ 'config/keeper.json': JSON.stringify(keeper(served.spec(1), 1)) });
    await using first = runKeeper(config);
    await first.until('this keeper is at work');
    await using second = runKeeper(config);
    await second.until('keeper started');
    first.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(first.lines.at(-1)).toMatchObject({ message: 'keeper ended' });
    await second.until('this keeper is at work');
  }, 60_000);

  it('a keeper that wants more copies than there are servers says what to do', async () => {
    await using served = await serve();
    await using config = await createProject({ 'config/keeper.json': JSON.stringify(keeper(served.spec(3), 3)) });
    await using runtime = runKeeper(config);
    const { error } = await runtime.until('the stores of the bus cannot be seen to');
    expect(error).toMatchObject({ code: 'planRefused', message: expect.stringContaining('3') });
  }, 60_000);
});

it('on Kafka, the keeper makes its own topics beside those of others, that of a new source, and one that was deleted', async () => {
  await using cluster = await startKafka();
  await using others = await startKafkaBus(cluster, { topicPrefix: 'ew' });
  const { spec, context } = others;
  await using config = await createProject({ 'config/keeper.json': JSON.stringify(keeper(spec, 1)) });
  await using runtime = runKeeper(config);
  await runtime.until('this keeper is at work');
  await config.write('config/source.json', JSON.stringify(source(spec)));
  const made = 'the topic ew.e.ci.github: made, of 1 partition in 1 copy';
  await untilSaid(runtime, 'change', made);
  await using connection = await connectKafka(spec, context);
  await connection.admin.deleteTopics({ topics: ['ew.e.ci.github'] });
  while (runtime.lines.filter(({ change }) => change === made).length < 2) await delay(20);
}, 90_000);
