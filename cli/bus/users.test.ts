import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { BusRefusedError } from '../../runtime/event-bus/error.ts';
import { connectBusAdmin, connectEventBus } from '../../runtime/event-bus/index.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
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

const toConfigMap = (document: ReturnType<typeof hook>) =>
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

const toContext = (component: 'worker' | 'keeper', namespace: string, name: string) => ({
  clock: systemClock,
  secrets: { read: async () => `of-${name}` },
  log: noLog,
  client: { component, namespace, name, replica: '1' },
});

it('servers that are given the printed users let a worker in, and deny it what belongs to another', async () => {
  const documents = [hook('main', 'hook'), hook('other', 'audit')];
  using files = temporaryFiles({ 'manifests.txt': documents.map(toConfigMap).join('\n---\n') });
  const lines: string[] = [];
  const app = 'cp manifests.txt $CDK8S_OUTDIR/manifests.yaml';
  const options = { folder: files.path('.'), app, server: undefined, secretsFolder: 'secrets', json: false };
  expect(await bus('users', { ...options, say: (line) => lines.push(line) })).toBe(0);

  await using server = await startNatsServer({ config: `${passwords}${lines.join('\n')}` });
  await using admin = await connectBusAdmin(
    spec('keeper.default.keeper', server.url),
    toContext('keeper', 'default', 'keeper'),
  );
  await admin.apply({ quotas: {} });
  await using connected = await connectEventBus(spec('worker.ci.main', server.url), toContext('worker', 'ci', 'main'));
  const own = { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' } as const;
  const event = { id: '1', source: '/x', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };
  await connected.publish(own, event);
  await expect(connected.publish({ ...own, eventSource: 'audit' }, event)).rejects.toThrow(BusRefusedError);
  await expect(connectEventBus(spec('worker.ci.other', server.url), toContext('worker', 'ci', 'main'))).rejects.toThrow(
    'the servers refused',
  );
}, 30_000);
