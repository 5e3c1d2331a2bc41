import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { connectKafka } from '../../runtime/event-bus/kafka/connection.ts';
import { toSpec as toKafkaSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import { type KafkaCluster, startKafka } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { serveMemoryStore } from '../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import { temporarySocket } from '../../runtime/event-bus/memory/testing/temporary-socket.ts';
import { encodeRecord } from '../../runtime/partition/journal/record.ts';
import { until } from '../../runtime/support/testing/until.ts';
import { toOperatorContext } from '../bus-connection/connect-operator.ts';
import { bus } from './bus.ts';

const quotas = {
  events: '1Mi',
  journals: '2Gi',
  notes: '64Mi',
  members: '16Mi',
  deadLetters: '1Gi',
  outcomes: '256Mi',
};

async function serveMemory() {
  const socket = await temporarySocket();
  const serving = await serveMemoryStore(new MemoryStore(), socket.path);
  return {
    spec: { kind: 'memory', name: 'main', socket: socket.path } as const,
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      await socket[Symbol.asyncDispose]();
    },
  };
}

async function serveJetStream() {
  const server = await startNatsServer();
  return {
    spec: { kind: 'jetstream', name: 'main', servers: [server.url] } as const,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** One broker for all tests, whose topics each has for itself. */
let brokers: Promise<KafkaCluster> | undefined;
afterAll(async () => (await brokers)?.[Symbol.asyncDispose]());

async function serveKafka() {
  brokers ??= startKafka();
  const spec = toKafkaSpec((await brokers).addresses);
  return { spec, [Symbol.asyncDispose]: () => deleteTopics(spec) };
}

/** Resolves once the brokers know of it. */
async function deleteTopics(spec: EventBusSpec, which = /./): Promise<void> {
  if (spec.kind !== 'kafka') throw new Error('it has no topics');
  await using connection = await connectKafka(spec, toOperatorContext({ secretsFolder: 'none' }));
  const { admin, topology } = connection;
  const topics = [...(await topology.read({ anew: true })).keys()].filter((name) => which.test(name));
  await admin.deleteTopics({ topics });
  await until(async () => {
    const left = await topology.read({ anew: true });
    return topics.every((name) => !left.has(name));
  });
}

const hook = {
  kind: 'EventSource',
  metadata: { name: 'hook', worker: 'worker' },
  spec: {
    kind: 'webhook',
    events: { push: { endpoint: '/push', methods: ['POST'], verify: 'none', maxPayloadSize: '1Mi' } },
  },
};

/** A project whose program declares a sensor and perhaps a Keeper, on a bus that is empty. */
async function open(
  serve: () => Promise<AsyncDisposable & { readonly spec: EventBusSpec }> = serveMemory,
  more = {},
  others: readonly (typeof hook)[] = [],
) {
  const folder = await mkdtemp(join(tmpdir(), 'bus-test-'));
  const served = await serve();
  let spec = { ...served.spec, ...more };
  const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };
  const sensor = () => ({
    ...head,
    kind: 'Sensor',
    metadata: { name: 'deploy', worker: 'worker' },
    bus: spec,
    spec: {
      dependencies: { push: { eventSource: 'hook', event: 'push' } },
      triggers: {
        note: {
          when: 'push',
          action: { kind: 'log' },
          template: { code: "() => 'done'" },
          start: 'beginning',
        },
      },
    },
  });
  const keeper = (replicas: number) => ({
    ...head,
    kind: 'Keeper',
    metadata: { name: 'keeper' },
    bus: spec,
    spec: { replicas, quotas, grace: '7d' },
  });
  return {
    spec,
    /** Declares another bus from then on. */
    change(options: object): void {
      spec = { ...spec, ...options };
    },
    async write(replicas: number | undefined): Promise<void> {
      const documents = [
        sensor(),
        ...others.map((other) => ({ ...head, ...other, bus: spec })),
        ...(replicas === undefined ? [] : [keeper(replicas)]),
      ];
      await writeFile(join(folder, 'manifests.txt'), documents.map(toConfigMap).join('---\n'));
    },
    /** What a keeper that has found nothing leaves behind: the claim of its partition. */
    async keep(): Promise<void> {
      await using connection = await connectEventBus(spec, toOperatorContext({ secretsFolder: 'none' }));
      await using journal = await connection.journal({ namespace: 'default', worker: 'keeper-keeper', index: 0 });
      const claim = { id: 'a', epoch: 1, owner: 'keeper-0', n: 0, kind: 'claim', prevEpoch: 0, prevN: 0 } as const;
      for (const { bytes } of encodeRecord(claim, [], 10_000)) await journal.append(bytes, undefined);
    },
    async run(verb: string | undefined, json = false) {
      const lines: string[] = [];
      const app = 'cp manifests.txt $CDK8S_OUTDIR/manifests.yaml';
      const options = { folder, app, server: undefined, secretsFolder: 'secrets', json };
      const code = await bus(verb, { ...options, say: (line) => lines.push(line) });
      return { code, lines };
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

function toConfigMap(document: { readonly metadata: { readonly name: string } }): string {
  const metadata = { name: document.metadata.name, labels: { 'eventwright.dev/document': 'true' } };
  return `${JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'document.json': JSON.stringify(document) },
  })}\n`;
}

it('apply tells each change once, and changes nothing when it is repeated', async () => {
  await using project = await open();
  await project.write(1);
  const { code, lines } = await project.run('apply');
  expect(code).toBe(0);
  expect(lines).toContain("default/worker: default/deploy/note begins at 'beginning'");
  expect(lines).toContain('event: maxBytes 536870912 is now 1048576');
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
});

it('check names each problem until apply has solved it', async () => {
  await using project = await open();
  await project.write(1);
  const before = await project.run('check');
  expect(before.code).toBe(1);
  expect(before.lines).toContain("events: its quota is 512Mi, not 1Mi, run 'eventwright bus apply'");
  expect(before.lines).toContain("default/deploy/note: it has no first position, run 'eventwright bus apply'");
  await project.run('apply');
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
});

it('status tells of each store and trigger', async () => {
  await using project = await open();
  await project.write(1);
  await project.run('apply');
  const { lines } = await project.run('status');
  expect(lines.map((line) => line.replaceAll(/\d+Ki|\d+ +\d+ /g, '…'))).toContain('default/deploy/note  0');
  expect(lines.slice(0, 2)).toStrictEqual([
    'store        messages  holds  quota  full  copies',
    'events       0         0      1Mi    0 %   1 of 1',
  ]);
  const { lines: told } = await project.run('status', true);
  expect(JSON.parse(told[0] ?? '')).toMatchObject({
    stores: { events: { messages: 0, quota: { maxBytes: 1024 ** 2 } } },
    triggers: [{ name: 'default/deploy/note', pending: 0, oldestAt: null }],
    orphans: null,
  });
});

it('on JetStream, apply makes what an empty server lacks, and check is content then', async () => {
  await using project = await open(serveJetStream);
  await project.write(1);
  const before = await project.run('check');
  expect(before.lines).toContain("events: the store is missing, run 'eventwright bus apply'");
  const { lines } = await project.run('apply');
  expect(lines).toContain('ew-events: made, for 1048576 bytes, in one copy');
  expect(lines.at(-1)).toBe('7 changes made');
  expect(new Set(lines).size).toBe(lines.length);
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
  expect((await project.run('status')).lines[1]).toBe('events       0         0      1Mi    0 %   1 of 1');
  await project.write(3);
  await expect(project.run('apply')).rejects.toThrow(/^event bus main: .*3/);
  expect((await project.run('check')).code).toBe(1);
}, 30_000);

describe('on Kafka', () => {
  const toApply = "run 'eventwright bus apply'";

  it('check is content once apply has made the topics, whatever the quotas are that nothing holds them to', async () => {
    await using project = await open(serveKafka, {}, [hook]);
    await project.write(1);
    const { lines } = await project.run('check');
    expect(lines).toContain(`events: the topic ew.e.default.hook is missing, ${toApply}`);
    expect((await project.run('apply')).lines.at(-1)).toBe('10 changes made');
    expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
    expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
    const [, events, , , , , outcomes] = (await project.run('status')).lines;
    expect([events, outcomes]).toStrictEqual([
      'events       0         0      unlimited        1 of 1',
      'outcomes     0         0      256Mi      0 %   1 of 1',
    ]);
  }, 60_000);

  it('a topic that is missing is told, and made by apply', async () => {
    await using project = await open(serveKafka, {}, [
      hook,
      { ...hook, metadata: { ...hook.metadata, name: 'other' } },
    ]);
    await project.write(1);
    await project.run('apply');
    await deleteTopics(project.spec, /^ew\.e\.default\.hook$/);
    const missing = 'events: the topic ew.e.default.hook is missing';
    expect(await project.run('check')).toStrictEqual({ code: 1, lines: [`${missing}, ${toApply}`] });
    expect((await project.run('status')).lines).toContain(missing);
    const made = 'the topic ew.e.default.hook: made, of 1 partition in 1 copy';
    expect(await project.run('apply')).toStrictEqual({ code: 0, lines: [made, '1 change made'] });
    expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
  }, 60_000);

  it('a topic that is not as it is declared is told, with what it is', async () => {
    await using project = await open(serveKafka, {}, [hook]);
    await project.write(1);
    await project.run('apply');
    project.change({ partitions: 3, retention: '2d' });
    await project.write(1);
    const topic = 'the topic ew.e.default.hook:';
    expect(await project.run('check')).toStrictEqual({
      code: 1,
      lines: [
        `events: ${topic} it has 1 partition, not 3, ${toApply}`,
        `events: ${topic} retention.ms is 604800000, not 172800000, ${toApply}`,
        `events: ${topic} segment.ms is 604800000, not 172800000, ${toApply}`,
      ],
    });
    await project.run('apply');
    expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
  }, 60_000);

  it('a program without a Keeper makes its own topics but for those of a keeper, and leaves the others as they are', async () => {
    await using project = await open(serveKafka, {}, [hook]);
    await project.write(1);
    await project.run('apply');
    await deleteTopics(project.spec, /^ew\.(e\.default\.hook|j\.default\.keeper.*)$/);
    project.change({ retention: '2d' });
    await project.write(undefined);
    const { lines } = await project.run('apply');
    expect(lines.slice(1)).toStrictEqual([
      'the topic ew.e.default.hook: made, of 1 partition in 1 copy',
      '1 change made',
    ]);
    expect((await project.run('check')).lines.slice(1)).toStrictEqual(['ok']);
  }, 60_000);
});

it('a plan that the bus refuses is told with the procedure', async () => {
  await using project = await open();
  await project.write(3);
  await expect(project.run('apply')).rejects.toThrow(
    'event bus main: a memory store is one copy, not 3; ask for 1 replica',
  );
  expect((await project.run('check')).lines).toContain(
    "events: it is set to 1 copy, not 3, run 'eventwright bus apply'",
  );
});

it('a program without a Keeper leaves the stores as the Keeper of another program made them', async () => {
  await using project = await open(serveJetStream);
  await project.write(undefined);
  await expect(project.run('apply')).rejects.toThrow(/^event bus main: .*3 copies need a cluster/);
  await project.write(1);
  await project.run('apply');
  await project.write(undefined);
  const told =
    'the program declares no Keeper: stores that exist stay as they are, others get the defaults (see docs/keeper.md)';
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: [told, 'nothing to change'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: [told, 'ok'] });
}, 30_000);

it('status knows the keeper of the program before it has found anything', async () => {
  await using project = await open();
  await project.write(1);
  await project.run('apply');
  expect((await project.run('status')).lines.at(-1)).toBe('no keeper of this bus is known here');
  await project.keep();
  expect((await project.run('status')).lines.slice(-2)).toStrictEqual(['orphan  since', 'none']);
});

it('a secret that is missing is told, once waiting for it has not helped', async () => {
  await using project = await open(serveJetStream, {
    auth: { method: 'token', token: { name: 'nats', key: 'token' } },
  });
  await project.write(1);
  await expect(project.run('status')).rejects.toThrow(
    "event bus main: no connection within 10 s: key 'token' of Secret 'nats' is missing, put it into the file secrets/nats/token",
  );
}, 30_000);

it('an unknown verb is refused', async () => {
  await using project = await open();
  await expect(project.run('aply')).rejects.toThrow("say what to do, apply, status, check, users: 'aply' is none");
});
