import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { BusRefusedError } from '../../runtime/event-bus/error.ts';
import { connectBusAdmin, connectEventBus } from '../../runtime/event-bus/index.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { JournalViews } from '../../runtime/keeper/journal-views.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import { temporaryFiles } from '../../runtime/support/testing/temporary-files.ts';
import { bus } from './bus.ts';

const spec = (user: string, server: string): EventBusSpec => ({
  kind: 'jetstream',
  name: 'main',
  servers: [server],
  auth: { method: 'user', user, password: { name: 'nats', key: user } },
});

const hook = (worker: string, name: string) => ({
  apiVersion: 'eventwright.dev/v1',
  minRuntime: '0.1.0',
  kind: 'EventSource',
  metadata: { name, namespace: 'ci', worker },
  bus: spec(`worker.ci.${worker}`, 'nats://nats:4222'),
  spec: {
    kind: 'webhook',
    events: { push: { endpoint: `/${name}`, methods: ['POST'], verify: 'none', maxPayloadSize: '1Mi' } },
  },
});

const toConfigMap = (document: { readonly metadata: { readonly name: string } }) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: document.metadata.name, labels: { 'eventwright.dev/document': 'true' } },
    data: { 'document.json': JSON.stringify(document) },
  });

/** The password of each user, as a configuration may give it beside the servers' environment. */
const passwords = `
EW_WORKER_CI_MAIN: "of-main"
EW_WORKER_CI_OTHER: "of-other"
EW_KEEPER_DEFAULT_KEEPER: "of-keeper"
EW_OPERATOR_DEFAULT_MAIN: "of-operator"
`;

const toContext = (component: 'worker' | 'keeper' | 'operator', namespace: string, name: string) => ({
  clock: systemClock,
  secrets: { read: async () => `of-${name}` },
  log: noLog,
  client: { component, namespace, name, replica: '1' },
});

const deploy = {
  ...hook('main', 'deploy'),
  kind: 'Sensor',
  spec: {
    dependencies: { push: { eventSource: 'hook', event: 'push' } },
    triggers: { note: { when: 'push', action: { kind: 'log' }, template: { code: "() => 'done'" } } },
  },
};

/** Servers with the users of two workers, one of which runs a sensor; and the stores of the bus. */
async function startServers() {
  const documents = [hook('main', 'hook'), hook('other', 'audit'), deploy];
  using files = temporaryFiles({ 'manifests.txt': documents.map(toConfigMap).join('\n---\n') });
  const lines: string[] = [];
  const app = 'cp manifests.txt $CDK8S_OUTDIR/manifests.yaml';
  const options = { folder: files.path('.'), app, server: undefined, secretsFolder: 'secrets', json: false };
  expect(await bus('users', { ...options, say: (line) => lines.push(line) })).toBe(0);
  const server = await startNatsServer({ config: `${passwords}${lines.join('\n')}` });
  await using admin = await connectBusAdmin(
    spec('keeper.default.keeper', server.url),
    toContext('keeper', 'default', 'keeper'),
  );
  await admin.apply({ quotas: {} });
  return server;
}

it('servers that are given the printed users let a worker in, and deny it what belongs to another', async () => {
  await using server = await startServers();
  await using connected = await connectEventBus(spec('worker.ci.main', server.url), toContext('worker', 'ci', 'main'));
  const own = { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' } as const;
  const event = { id: '1', source: '/x', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };
  await connected.publish(own, event);
  await expect(connected.publish({ ...own, eventSource: 'audit' }, event)).rejects.toThrow(BusRefusedError);
  await expect(connectEventBus(spec('worker.ci.other', server.url), toContext('worker', 'ci', 'main'))).rejects.toThrow(
    'the servers refused',
  );
}, 30_000);

it('a worker records what its sensors did, and an operator reads that, and the journals', async () => {
  await using server = await startServers();
  await using worker = await connectEventBus(spec('worker.ci.main', server.url), toContext('worker', 'ci', 'main'));
  await using operator = await connectEventBus(
    spec('operator.default.main', server.url),
    toContext('operator', 'default', 'operator'),
  );
  const outcomes = { class: 'outcome', namespace: 'ci', sensor: 'deploy', trigger: 'note' } as const;
  const event = { id: '1', source: '/ci/main', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };
  await worker.publish(outcomes, event);
  await expect(worker.publish({ ...outcomes, sensor: 'audit' }, event)).rejects.toThrow(BusRefusedError);
  const { signal } = new AbortController();
  const read: string[] = [];
  const after = await operator.resolve({ time: '2026-01-01T00:00:00Z' }, [outcomes]);
  for await (const item of readToEnd(operator, { after, addresses: [outcomes], signal }))
    if ('event' in item) read.push(item.event.id);
  expect(read).toStrictEqual(['1']);

  const partition = { namespace: 'ci', worker: 'main', index: 3 };
  const [state] = await new JournalViews(operator).read([partition], signal);
  expect(state?.fold.cells.size).toBe(0);
}, 30_000);
