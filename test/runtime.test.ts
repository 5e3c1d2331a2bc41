import { createHmac } from 'node:crypto';
import { RuntimeProcess } from '../bench/support/runtime-process.ts';
import { startNatsServer } from '../runtime/event-bus/jetstream/testing/nats-server.ts';
import { createProject } from './support/project.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus: { kind: 'memory', name: 'bus' } };
const source = {
  ...head,
  kind: 'EventSource',
  metadata: { name: 'github', namespace: 'ci', worker: 'worker' },
  spec: {
    kind: 'webhook',
    events: {
      push: {
        endpoint: '/push',
        methods: ['POST'],
        verify: { scheme: 'github', secrets: [{ name: 'github', key: 'secret' }] },
        maxPayloadSize: '1Mi',
        payload: { type: 'object', properties: { ref: { type: 'string' } }, required: ['ref'] },
      },
    },
  },
};
const sensor = {
  ...head,
  kind: 'Sensor',
  metadata: { name: 'deploy', namespace: 'ci', worker: 'worker' },
  spec: {
    dependencies: { push: { eventSource: 'github', event: 'push' } },
    triggers: {
      note: {
        when: 'push',
        action: { kind: 'log' },
        template: { code: '({ push }) => push.data.ref' },
      },
    },
  },
};

const createConfig = (documents: Readonly<Record<string, unknown>>) =>
  createProject({
    'secrets/github/secret': 's3cret\n',
    ...Object.fromEntries(Object.entries(documents).map(([path, value]) => [`config/${path}`, JSON.stringify(value)])),
  });

it('the runtime takes a signed webhook, checks it, fires, counts, and drains when it is told to end', async () => {
  await using config = await createConfig({ 'github/event-source.json': source, 'deploy/sensor.json': sensor });
  await using runtime = new RuntimeProcess(['--config', `${config.folder}/config`], {
    EVENTWRIGHT_SECRETS: `${config.folder}/secrets`,
    POD_NAMESPACE: 'ci',
  });
  const ports = await runtime.ready();

  const body = '{"ref":"refs/heads/main"}';
  const sign = (text: string) => `sha256=${createHmac('sha256', 's3cret').update(text).digest('hex')}`;
  const post = (body: string, signature: string) =>
    fetch(`http://127.0.0.1:${ports.events}/push`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': 'a-delivery',
        'x-hub-signature-256': signature,
      },
    });
  expect((await post(body, 'sha256=00')).status).toBe(401);
  const unfit = await post('{"ref":7}', sign('{"ref":7}'));
  expect([unfit.status, await unfit.json()]).toMatchObject([422, { pointer: '/ref' }]);
  expect((await post(body, sign(body))).status).toBe(202);
  expect(await runtime.until('refs/heads/main')).toMatchObject({ level: 'info', trigger: 'ci/deploy/note' });

  const metrics = await (await fetch(`http://127.0.0.1:${ports.operations}/metrics`)).text();
  const labels = 'namespace="ci",sensor="deploy",trigger="note"';
  expect(metrics).toContain(`eventwright_trigger_events_total{${labels},outcome="fired"} 1`);
  expect(metrics).toContain(`eventwright_trigger_pending{${labels}} 0`);
  expect(metrics).toContain(
    'eventwright_event_source_events_total{namespace="ci",event_source="github",outcome="refused"} 2',
  );

  runtime.kill('SIGTERM');
  await runtime.until('worker drains');
  const late = await post(body, sign(body));
  expect([late.status, late.headers.get('connection')]).toStrictEqual([202, 'close']);
  expect(await runtime.exit).toBe(0);
  expect(runtime.lines.at(-1)).toMatchObject({ message: 'worker ended' });
  expect(JSON.stringify(runtime.lines)).not.toContain('s3cret');
}, 30_000);

it('every document that is broken is told at once, and the runtime ends with 1', async () => {
  await using config = await createConfig({
    'a.json': { ...sensor, apiVersion: 'eventwright.dev/v9' },
    'b.json': source,
    'c.json': { ...source, spec: { kind: 'webhook', events: { push: {} } } },
  });
  await using runtime = new RuntimeProcess(['--config', `${config.folder}/config`]);
  expect(await runtime.exit).toBe(1);
  const messages = runtime.lines.map(({ message }) => String(message));
  expect(
    messages.some((message) => message.includes("config/a.json: apiVersion 'eventwright.dev/v9' is unknown")),
  ).toBe(true);
  expect(messages.some((message) => message.includes('config/c.json: '))).toBe(true);
  expect(messages.every((message) => !message.includes('config/b.json'))).toBe(true);
}, 30_000);

it('a bus that refuses the worker ends it with the reason', async () => {
  await using server = await startNatsServer({ config: 'authorization { token: s3cret }' });
  await using config = await createConfig({
    'a.json': { ...source, bus: { kind: 'jetstream', name: 'bus', servers: [server.url] } },
  });
  await using runtime = new RuntimeProcess(['--config', `${config.folder}/config`]);
  expect(await runtime.exit).toBe(1);
  expect(JSON.stringify(runtime.lines)).toContain('the servers refused a client without a credential');
}, 30_000);
