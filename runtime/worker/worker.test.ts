import { setTimeout as delay } from 'node:timers/promises';
import { isWorkerDocument } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import type { HttpRoute, HttpRoutes } from '../event-source/http-routes.ts';
import { noCounts } from '../partition/lane/ledger.ts';
import type { Observation } from '../support/observation.ts';
import { startTestWorker } from './testing/start-test-worker.ts';

const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus: { kind: 'memory', name: 'bus' } };
const parse = (value: object) => parseDocument(JSON.stringify({ ...head, ...value }), 'test');

const webhook = parse({
  kind: 'EventSource',
  metadata: { name: 'hook', worker: 'worker' },
  spec: {
    kind: 'webhook',
    events: { ping: { endpoint: '/ping', methods: ['POST'], verify: 'none', maxPayloadSize: '1Mi' } },
  },
});
const calendar = parse({
  kind: 'EventSource',
  metadata: { name: 'clock', worker: 'worker' },
  spec: { kind: 'calendar', events: { yearly: { interval: '365d', catchUp: { ticks: 'none', maxAge: '1h' } } } },
});
const sensor = parse({
  kind: 'Sensor',
  metadata: { name: 'answer', worker: 'worker' },
  spec: {
    dependencies: { ping: { eventSource: 'hook', event: 'ping' } },
    triggers: {
      note: {
        when: 'ping',
        action: { kind: 'log' },
        template: { code: "() => 'pong'" },
      },
    },
  },
});

/** A replica of a worker on a store, whose webhook is called without a network. */
async function startReplica(store: MemoryStore, replica: string) {
  const routes = new Set<HttpRoute>();
  const observed: Observation[] = [];
  const http: HttpRoutes = {
    add(route) {
      routes.add(route);
      return { [Symbol.dispose]: () => routes.delete(route) };
    },
  };
  const worker = await startTestWorker({
    documents: [webhook, calendar, sensor].filter(isWorkerDocument),
    bus: connectMemory(store, { client: replica }),
    http,
    namespace: 'ci',
    worker: 'worker',
    replica,
    observe: (observation) => observed.push(observation),
  });
  return {
    worker,
    observed,
    async ping(id: string): Promise<number> {
      const [route] = routes;
      if (!route) return 404;
      const headers = { 'x-request-id': id, 'content-type': 'application/json' };
      const request = { method: 'POST', path: '/ping', search: '', headers, body: Buffer.from('{}') };
      return (await route.handle(request)).status;
    },
    fired: () => observed.filter(({ kind }) => kind === 'fired').length,
    listens: (name: string) => observed.some((one) => one.kind === 'listening' && one.eventSource === name),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(2);
}

it('a replica is not ready before it has found its place, and once it is, it fires what its source stores', async () => {
  await using one = await startReplica(new MemoryStore(), 'one');
  const { ready, reasons } = one.worker.readiness();
  await until(() => one.worker.readiness().ready);
  expect(ready).toBe(false);
  expect(reasons).toContain('the replica has not found its place among the others yet');

  expect(await one.ping('a')).toBe(202);
  await until(() => one.fired() === 1);
  expect(one.worker.counts()).toStrictEqual([
    {
      trigger: { namespace: 'ci', sensor: 'answer', trigger: 'note' },
      ...noCounts,
      accepted: 1,
      fired: 1,
      pending: 0,
    },
  ]);
});

it('two replicas share the work, each event is acted on once, and a calendar runs on one of them', async () => {
  const store = new MemoryStore();
  await using one = await startReplica(store, 'one');
  await until(() => one.worker.readiness().ready);
  await using two = await startReplica(store, 'two');
  await until(() => two.worker.readiness().ready);
  let sent = 0;
  while (Math.min(one.fired(), two.fired()) === 0) {
    expect(await (sent % 2 ? one : two).ping(`${sent++}`)).toBe(202);
    await delay(2);
  }
  await until(() => one.fired() + two.fired() >= sent);
  expect(one.fired() + two.fired()).toBe(sent);
  expect([one, two].every((replica) => replica.listens('ci/hook'))).toBe(true);
  expect([one, two].some((replica) => replica.listens('ci/clock'))).toBe(true);
});

it('a replica that drains hands over at once, and nothing is lost or repeated', async () => {
  const store = new MemoryStore();
  const one = await startReplica(store, 'one');
  await until(() => one.worker.readiness().ready);
  await using two = await startReplica(store, 'two');
  await until(() => two.worker.readiness().ready);
  for (let n = 0; n < 20; n++) await two.ping(`before-${n}`);
  one.worker.drain();
  expect(one.worker.readiness().reasons[0]).toBe('the process is draining');
  await one[Symbol.asyncDispose]();
  for (let n = 0; n < 20; n++) await two.ping(`after-${n}`);
  await until(() => one.fired() + two.fired() >= 40);
  expect(one.fired() + two.fired()).toBe(40);
  expect(await one.ping('late')).toBe(404);
});
