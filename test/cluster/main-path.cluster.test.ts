import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { request } from 'undici';
import { type Sink, startSink } from '../../bench/chaos/sink.ts';
import { signPush } from '../../bench/support/signed-push.ts';
import { image } from '../../cli/image/image.ts';
import { until } from '../../runtime/support/testing/until.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { startLoad } from './load.ts';
import { writeClusterProgram } from './program.ts';
import { busImages } from './static-image.ts';

const namespace = 'hooks';
const name = 'localhost/eventwright:test';
const unharmed = { refused: 0, missing: 0, splitKeys: 0 };

let stack: AsyncDisposableStack;
let cluster: Cluster;
let sink: Sink;
let url: string;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-image-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const quiet = () => {};
  await image({ tag: name, push: false, builder: 'none', output: 'runtime.tar', folder, say: quiet, tell: quiet });
  cluster = stack.use(await startCluster({ images: busImages() }));
  await cluster.importImage(join(folder, 'runtime.tar'));
  sink = stack.use(await startSink({ host: cluster.hostAddress }));
}, 180_000);
afterAll(async () => {
  await stack?.disposeAsync();
});

it('kubectl apply of what was synthesized, on an empty cluster and nothing else: within 120 s a webhook fires', async () => {
  const program = stack.use(await writeClusterProgram({ namespace, image: name, target: sink.url }));
  await cluster.kubectl('apply', '-k', program.folder);
  url = `http://${await kubectl('get', 'service/hooks-worker', '-o', 'jsonpath={.spec.clusterIP}')}/push`;
  await until(() => push('first', 'main'), 500);
  await until(() => sink.seen.has('first'), 50);
}, 120_000);

it('every pod becomes ready', async () => {
  for (const workload of ['statefulset/bus-nats', 'deployment/bus-keeper', 'deployment/hooks-worker'])
    await kubectl('rollout', 'status', workload, '--timeout=120s');
}, 200_000);

it('a Kubernetes trigger makes its object, once', async () => {
  const sent = await Promise.all([1, 2, 3].map((n) => push(`release-${n}`, 'release')));
  expect(sent).toStrictEqual([true, true, true]);
  await until(async () => (await deliveries()).length === 3, 200);
  expect(await deliveries()).toStrictEqual(['release-1', 'release-2', 'release-3']);
}, 60_000);

it('a worker that rolls loses nothing, refuses nothing, and repeats nothing', async () => {
  using load = startLoad({ name: 'roll', url, sink });
  await kubectl('rollout', 'restart', 'deployment/hooks-worker');
  await kubectl('rollout', 'status', 'deployment/hooks-worker', '--timeout=120s');
  expect(await load.stop()).toMatchObject({ ...unharmed, repeats: 0, duplicates: 0 });
}, 300_000);

it('each server of the bus, deleted five times, costs nothing', async () => {
  using load = startLoad({ name: 'servers', url, sink });
  for (let turn = 0; turn < 5; turn++)
    for (const server of ['bus-nats-0', 'bus-nats-1', 'bus-nats-2']) {
      // told to end once, and torn away four times
      await kubectl('delete', 'pod', server, ...(turn === 0 ? [] : ['--grace-period=1']));
      await untilReady(server);
    }
  expect(await load.stop()).toMatchObject(unharmed);
}, 900_000);

it('a node that is drained costs nothing', async () => {
  using load = startLoad({ name: 'drain', url, sink });
  await cluster.drain('node-2');
  await cluster.uncordon('node-2');
  await untilAllReady();
  expect(await load.stop()).toMatchObject(unharmed);
}, 400_000);

it('a node whose plug is pulled costs nothing that was accepted', async () => {
  using load = startLoad({ name: 'plug', url, sink });
  await cluster.pullPlug('node-3');
  await delay(20_000);
  await cluster.plugIn('node-3');
  await untilAllReady();
  expect(await load.stop()).toMatchObject(unharmed);
}, 400_000);

it('a minute without a keeper costs nothing', async () => {
  using load = startLoad({ name: 'keeper', url, sink });
  await kubectl('scale', 'deployment/bus-keeper', '--replicas=0');
  await delay(60_000);
  await kubectl('scale', 'deployment/bus-keeper', '--replicas=1');
  await kubectl('rollout', 'status', 'deployment/bus-keeper', '--timeout=120s');
  expect(await load.stop()).toMatchObject(unharmed);
}, 400_000);

it('every credential of the bus, rotated, costs nothing', async () => {
  using load = startLoad({ name: 'rotate', url, sink });
  const secrets = ['hooks-worker-bus', 'bus-keeper-bus', 'bus-operator-bus', 'bus-nats-tls', 'bus-nats-ca'];
  await kubectl('annotate', 'secret', ...secrets, 'eventwright.dev/rotate=now');
  const rotated = 'jsonpath={.items[?(@.metadata.annotations.eventwright\\.dev/rotated=="now")].metadata.name}';
  await until(async () => (await kubectl('get', 'secrets', '-o', rotated)).split(' ').length === secrets.length, 500);
  // as long as it takes the kubelet to give pods the new one
  await delay(60_000);
  expect(await load.stop()).toMatchObject(unharmed);
}, 400_000);

it('a worker may do what its triggers do, and nothing else', async () => {
  const answers = await kubectl('exec', 'deployment/hooks-worker', '--', 'node', '-e', attempts, namespace);
  expect(JSON.parse(answers)).toStrictEqual({
    'POST configmaps?dryRun=All': 201,
    'GET configmaps/bus-nats': 200,
    'GET configmaps': 403,
    'PUT configmaps/bus-nats': 403,
    'GET secrets': 403,
    'GET secrets/bus-nats-ca': 403,
    'POST secrets?dryRun=All': 403,
    'POST pods?dryRun=All': 403,
  });
}, 60_000);

/** Asks the API server from within a pod, and tells how each request was answered. */
const attempts = `
  const { readFileSync } = require('node:fs');
  const { request } = require('node:https');
  const account = '/var/run/secrets/kubernetes.io/serviceaccount/';
  const ask = (method, path, body) => new Promise((resolve, reject) => {
    const sent = request({
      host: process.env.KUBERNETES_SERVICE_HOST, port: process.env.KUBERNETES_SERVICE_PORT, method,
      path: '/api/v1/namespaces/' + process.argv[1] + '/' + path, ca: readFileSync(account + 'ca.crt'),
      headers: { authorization: 'Bearer ' + readFileSync(account + 'token', 'utf8'), 'content-type': 'application/json' },
    }, (answer) => { answer.resume(); resolve([method + ' ' + path, answer.statusCode]); });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
  const named = { metadata: { name: 'an-attempt' } };
  const pod = { ...named, spec: { containers: [{ name: 'one', image: 'one' }] } };
  Promise.all([
    ask('POST', 'configmaps?dryRun=All', named), ask('GET', 'configmaps/bus-nats'), ask('GET', 'configmaps'),
    ask('PUT', 'configmaps/bus-nats', { metadata: { name: 'bus-nats' } }), ask('GET', 'secrets'),
    ask('GET', 'secrets/bus-nats-ca'), ask('POST', 'secrets?dryRun=All', named), ask('POST', 'pods?dryRun=All', pod),
  ]).then((answers) => console.log(JSON.stringify(Object.fromEntries(answers))));`;

/** Whether it was accepted. */
async function push(delivery: string, branch: string): Promise<boolean> {
  const signed = signPush({ n: 1, ref: `refs/heads/${branch}` }, delivery);
  const signal = AbortSignal.timeout(5_000);
  const answer = await request(url, { ...signed, method: 'POST', signal }).catch(() => undefined);
  await answer?.body.dump();
  return answer !== undefined && answer.statusCode < 300;
}

async function deliveries(): Promise<string[]> {
  const found = await kubectl(
    'get',
    'configmaps',
    '-l',
    'delivery',
    '-o',
    'jsonpath={.items[*].metadata.labels.delivery}',
  );
  return found.split(' ').filter(Boolean).sort();
}

function kubectl(...args: readonly string[]): Promise<string> {
  return cluster.kubectl('-n', namespace, ...args);
}

async function untilReady(pod: string): Promise<void> {
  await until(
    () =>
      kubectl('wait', '--for=condition=Ready', `pod/${pod}`, '--timeout=120s').then(
        () => true,
        () => false,
      ),
    500,
  );
}

async function untilAllReady(): Promise<void> {
  for (const workload of ['statefulset/bus-nats', 'deployment/bus-keeper', 'deployment/hooks-worker'])
    await kubectl('rollout', 'status', workload, '--timeout=180s');
}
