import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isWorkerDocument } from '../model/document/document.ts';
import { BusRefusedError } from '../runtime/event-bus/error.ts';
import { connectJetStream } from '../runtime/event-bus/jetstream/connection.ts';
import { jetStreamDriver } from '../runtime/event-bus/jetstream/driver.ts';
import type { HttpRoute } from '../runtime/event-source/http-routes.ts';
import { startKeeper } from '../runtime/keeper/keeper.ts';
import { readSituation } from '../runtime/keeper/read-situation.ts';
import type { Report } from '../runtime/keeper/round.ts';
import { systemClock } from '../runtime/support/clock.ts';
import { noLog } from '../runtime/support/log.ts';
import { fastTiming, startTestWorker } from '../runtime/worker/testing/start-test-worker.ts';
import { attack, keeper, main, operator, secrets, startBus, toContext } from './support/bus-with-users.ts';

async function startTarget() {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    received.push(Buffer.concat(await request.toArray()).toString());
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, received, [Symbol.dispose]: () => server.close().closeAllConnections() };
}

test('a worker and the keeper do all their work with the users that are derived for them', async () => {
  using target = await startTarget();
  await using bus = await startBus(target.url);
  await using connected = await jetStreamDriver.connect(bus.spec(main), toContext(main));
  const routes: HttpRoute[] = [];
  const worker = await startTestWorker({
    documents: bus.documents.filter(isWorkerDocument).filter(({ metadata }) => metadata.worker === 'main'),
    bus: connected,
    http: {
      add(route) {
        routes.push(route);
        return { [Symbol.dispose]() {} };
      },
    },
    namespace: 'ci',
    worker: 'main',
    replica: main.replica,
    secrets,
  });
  while (!worker.readiness().ready) await delay(5);
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', path: '/push', search: '', headers, body: Buffer.from('{"a":1}') };
  expect((await routes[0]?.handle(request))?.status).toBe(202);
  while (target.received.length === 0) await delay(5);
  const address = { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' } as const;
  const beginning = await connected.resolve('beginning', [address]);
  expect(await bus.admin.pending(beginning, [address])).toBe(1);
  await bus.admin.trim({ log: 'event' }, await connected.resolve('now', [address]));
  await worker[Symbol.asyncDispose]();
  const { journals, logs } = await bus.admin.inspect();
  await Promise.all(journals.map(({ partition }) => bus.admin.remove(partition)));
  expect([target.received, journals.length, logs.event.messages]).toStrictEqual([['{"a":1}'], 16, 0]);
  expect(await bus.violations()).toStrictEqual([]);
});

test('the keeper keeps the bus with the user that is derived for it', async () => {
  await using bus = await startBus();
  await using connected = await jetStreamDriver.connect(bus.spec(keeper), toContext(keeper));
  const situation = readSituation(bus.documents, 'ops');
  const rounds: Report[] = [];
  const kept = startKeeper({
    bus: connected,
    admin: bus.admin,
    self: situation.self,
    replica: keeper.replica,
    situation: () => situation,
    clock: systemClock,
    timing: fastTiming,
    random: Math.random,
    log: noLog,
    onRound: (report) => rounds.push(report),
  });
  while (rounds.length === 0 || !kept.readiness().ready) await delay(5);
  await kept[Symbol.asyncDispose]();
  expect((await bus.admin.inspect()).logs.note.messages).toBeGreaterThan(0);
  expect(await bus.violations()).toStrictEqual([]);
});

const event = { id: '1', source: '/x', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };

test('what a worker is not granted is refused by the driver, in a sentence', async () => {
  await using bus = await startBus();
  await using connected = await jetStreamDriver.connect(bus.spec(main), toContext(main));
  const orders = { class: 'event', namespace: 'shop', eventSource: 'orders', event: 'push' } as const;
  const audit = { ...orders, namespace: 'ci', eventSource: 'audit' };
  const letter = { class: 'deadLetter', namespace: 'shop', sensor: 'ship', trigger: 'pack' } as const;
  const time = '2026-01-01T00:00:00Z';
  await connected.publish({ ...audit, eventSource: 'hook' }, event);
  await connected.publish({ ...letter, namespace: 'ci', sensor: 'deploy', trigger: 'tell' }, event);
  const journal = await connected.journal({ namespace: 'ci', worker: 'other', index: 3 });
  const attempts = [
    () => connected.publish(orders, event),
    () => connected.publish(audit, event),
    () => connected.publish(letter, event),
    () => connected.publish({ class: 'note', namespace: 'ci', worker: 'main' }, event),
    () => connected.publish({ class: 'member', namespace: 'ci', worker: 'other' }, event),
    () => journal.append(new Uint8Array(1), undefined),
    () => connected.resolve({ time }, [orders]),
    () => connected.resolve({ time }, [audit]),
    () => connected.resolve({ time }, [letter]),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toThrow(BusRefusedError);
  await using admin = await jetStreamDriver.connectAdmin(bus.spec(main), toContext(main));
  const partition = { namespace: 'ci', worker: 'main', index: 0 };
  const now = await connected.resolve('now', [orders]);
  for (const attempt of [
    () => admin.apply({ quotas: { event: { maxBytes: 1 } } }),
    () => admin.trim({ log: 'event' }, now),
    () => admin.remove(partition),
    () => admin.inspect(),
  ])
    await expect(attempt()).rejects.toThrow(BusRefusedError);
});

test('the servers deny a worker what belongs to others, however it asks', async () => {
  await using bus = await startBus();
  await using worker = await attack(bus, main);
  const api = (request: string) => `$JS.API.${request}`;
  const published = [
    'ew.e.ci.audit.push.1',
    'ew.e.shop.orders.push.1',
    'ew.j.ci.other.3',
    'ew.n.ci.main',
    'ew.m.ci.other',
    'ew.d.ci.other.tell',
    'ew.o.ci.other.tell',
    ...[
      'CONSUMER.CREATE.ew-events',
      'CONSUMER.CREATE.ew-events.x',
      'CONSUMER.CREATE.ew-events.x.>',
      'CONSUMER.CREATE.ew-events.x.ew.e.>',
      'CONSUMER.CREATE.ew-events.x.ew.e.ci.>',
      'CONSUMER.CREATE.ew-events.x.ew.e.ci.audit.push.*',
      'CONSUMER.CREATE.ew-events.x.ew.e.shop.orders.push.*',
      'CONSUMER.CREATE.ew-journals.x.ew.j.ci.*.*',
      'CONSUMER.CREATE.ew-journals.x.ew.j.ci.other.3',
      'CONSUMER.CREATE.ew-notes.x.ew.n.ci.other',
      'CONSUMER.CREATE.ew-dead-letters.x.ew.d.ci.other.tell',
      'CONSUMER.DURABLE.CREATE.ew-events.x',
      'CONSUMER.MSG.NEXT.ew-dead-letters.x',
      'CONSUMER.INFO.ew-events.x',
      'CONSUMER.NAMES.ew-events',
      'CONSUMER.LIST.ew-events',
      'CONSUMER.DELETE.ew-events.x',
      'STREAM.CREATE.ew-more',
      'STREAM.UPDATE.ew-events',
      'STREAM.DELETE.ew-events',
      'STREAM.PURGE.ew-events',
      'STREAM.MSG.GET.ew-events',
      'STREAM.MSG.DELETE.ew-journals',
      'STREAM.SNAPSHOT.ew-events',
      'STREAM.RESTORE.ew-events',
      'STREAM.LEADER.STEPDOWN.ew-events',
      'STREAM.NAMES',
      'STREAM.LIST',
      'DIRECT.GET.ew-events',
      'DIRECT.GET.ew-events.ew.e.shop.orders.push.1',
      'META.LEADER.STEPDOWN',
      'INFO',
    ].map(api),
  ];
  const subscribed = [
    '>',
    'ew.>',
    'ew.e.ci.hook.push.*',
    '_INBOX.>',
    '_INBOX.*.ci.main.>',
    '_INBOX.worker.ci.>',
    '_INBOX.worker.ci.other.>',
    '_INBOX.keeper.>',
    '$JS.>',
    '$JS.EVENT.ADVISORY.>',
    '$SYS.>',
  ];
  const outcomes: Record<string, string> = {};
  for (const subject of published) outcomes[subject] = await worker.publish(subject);
  for (const subject of subscribed) outcomes[subject] = await worker.subscribe(subject);
  expect(outcomes).toStrictEqual(Object.fromEntries([...published, ...subscribed].map((name) => [name, 'denied'])));
  expect(await worker.subscribe('_INBOX.worker.ci.main.x')).toBe('granted');
});

test('a filter that is granted cannot smuggle another one', async () => {
  await using bus = await startBus();
  await using worker = await attack(bus, main);
  const granted = '$JS.API.CONSUMER.CREATE.ew-events.x.ew.e.ci.hook.push.*';
  const create = (filter: object) => {
    const config = { name: 'x', ack_policy: 'none', ...filter };
    return worker.publish(granted, JSON.stringify({ stream_name: 'ew-events', config }));
  };
  const codeOf = (answer: string) => JSON.parse(answer).error?.err_code;
  const other = 'ew.e.shop.orders.push.*';
  expect(codeOf(await create({ filter_subject: other }))).toBe(10131);
  expect(codeOf(await create({ filter_subjects: [other] }))).toBe(10137);
  expect(codeOf(await create({}))).toBe(10131);
  expect(codeOf(await create({ filter_subject: 'ew.e.ci.hook.push.*' }))).toBeUndefined();
});

test('an operator reads everything and tells workers, and administers nothing', async () => {
  await using bus = await startBus();
  await using someone = await attack(bus, operator);
  const outcomes: Record<string, string> = {};
  for (const subject of [
    'ew.e.ci.hook.push.1',
    'ew.j.ci.main.3',
    '$JS.API.STREAM.PURGE.ew-events',
    '$JS.API.STREAM.UPDATE.ew-events',
  ])
    outcomes[subject] = await someone.publish(subject);
  expect(new Set(Object.values(outcomes))).toStrictEqual(new Set(['denied']));
  await using connected = await jetStreamDriver.connect(bus.spec(operator), toContext(operator));
  await connected.publish({ class: 'note', namespace: 'ci', worker: 'main' }, event);
  await connected.publish({ class: 'deadLetter', namespace: 'ci', sensor: 'deploy', trigger: 'tell' }, event);
  await using admin = await jetStreamDriver.connectAdmin(bus.spec(operator), toContext(operator));
  expect((await admin.inspect()).logs.note.messages).toBe(1);
});

test('an answer can be sent astray, but no message with it', async () => {
  await using bus = await startBus();
  await using connected = await jetStreamDriver.connect(bus.spec(main), toContext(main));
  await using connection = await connectJetStream(bus.spec(main), toContext(main));
  const filter = 'ew.e.ci.hook.push.*';
  const create = (name: string, settings: object) => {
    const config = { name, ack_policy: 'none', filter_subject: filter, ...settings };
    return connection.request(`CONSUMER.CREATE.ew-events.${name}.${filter}`, { stream_name: 'ew-events', config });
  };
  await create('pulled', {});
  await create('pushed', { deliver_subject: 'ew.d.shop.ship.pack' });
  await create('pushed-to-journal', { deliver_subject: 'ew.j.ci.other.2' });
  const send = (request: string, reply: string, body = '') =>
    connection.nats.publish(`$JS.API.${request}`, body, { reply });
  const astray = 'ew.j.ci.other.3';
  send('CONSUMER.MSG.NEXT.ew-events.pulled', 'ew.e.shop.orders.push.2', '2');
  send('STREAM.INFO.ew-events', astray);
  for (const id of ['1', '2'])
    await connected.publish({ class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' }, { ...event, id });
  await delay(500);
  const { logs, journals } = await bus.admin.inspect();
  expect([logs.event.messages, logs.deadLetter.messages]).toStrictEqual([2, 0]);
  expect(journals).toStrictEqual([{ partition: { namespace: 'ci', worker: 'other', index: 3 }, entries: 1 }]);
});
