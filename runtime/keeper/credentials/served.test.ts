import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { connectJetStream } from '../../event-bus/jetstream/connection.ts';
import { jetStreamDriver } from '../../event-bus/jetstream/driver.ts';
import { until } from '../../support/testing/until.ts';
import { calendar } from './testing/issuing-world.ts';
import { servedWorld } from './testing/served-world.ts';

const worker = { component: 'worker', namespace: 'ci', name: 'main' } as const;
const keeper = { component: 'keeper', namespace: 'ops', name: 'keeper' } as const;
const secret = 'ci/main-worker-bus';
const address = { class: 'event', namespace: 'ci', eventSource: 'a', event: 'tick' } as const;
const minute = 60_000;
const timeoutMs = 120_000;

type Served = Awaited<ReturnType<typeof servedWorld>>;

/** A worker that publishes, each event until it is stored, until it is told to stop; and all that it then finds. */
async function publishing(served: Served) {
  const admin = await jetStreamDriver.connectAdmin(served.toSpec(keeper), served.toContext(keeper));
  await admin.apply({ quotas: {} });
  const bus = await jetStreamDriver.connect(served.toSpec(worker), served.toContext(worker));
  let over = false;
  let count = 0;
  const loop = async () => {
    while (!over) {
      const event = {
        id: `${count}`,
        source: '/a',
        type: 'tick',
        time: '2026-01-01T00:00:00Z',
        data: new Uint8Array(),
      };
      // a refusal comes at once, and a loop without a pause would keep the client from connecting again
      await bus.publish(address, event).then(
        () => void count++,
        () => delay(5),
      );
    }
  };
  const running = loop();
  return {
    bus,
    count: () => count,
    /** Waits for so many more. */
    async more(by: number) {
      const from = count;
      await until(() => count >= from + by);
    },
    async missing() {
      over = true;
      await running;
      const { logs } = await admin.inspect();
      return Math.max(0, count - logs.event.messages);
    },
    async [Symbol.asyncDispose]() {
      over = true;
      await bus[Symbol.asyncDispose]();
      await admin[Symbol.asyncDispose]();
    },
  };
}

it(
  'a worker may do what is its own, and nothing else, on what a keeper has made',
  async () => {
    await using served = await servedWorld();
    await using publisher = await publishing(served);
    await publisher.more(5);
    await using connection = await connectJetStream(served.toSpec(worker), served.toContext(worker));
    const denied: string[] = [];
    using _ = connection.onRefused(({ subject }) => void denied.push(subject));
    for (const subject of ['ew.e.shop.orders.paid.0', 'ew.n.ci.main', '$JS.API.STREAM.DELETE.ew-events'])
      connection.nats.publish(subject);
    await connection.nats.flush();
    await until(() => denied.length === 3);
    expect(denied).toStrictEqual(['ew.e.shop.orders.paid.0', 'ew.n.ci.main', '$JS.API.STREAM.DELETE.ew-events']);
  },
  timeoutMs,
);

it(
  'what is declared while the servers run holds without a new connection',
  async () => {
    await using served = await servedWorld();
    await using connection = await connectJetStream(served.toSpec(worker), served.toContext(worker));
    const denied: string[] = [];
    using _ = connection.onRefused(({ subject }) => void denied.push(subject));
    served.world.documents = [calendar('a'), calendar('b')];
    await served.run();
    served.reload();
    let round = 0;
    await until(async () => {
      const before = denied.length;
      connection.nats.publish(`ew.e.ci.b.tick.${round++}`);
      await connection.nats.flush();
      await delay(50);
      return denied.length === before;
    });
    expect(connection.generation).toBe(0);
  },
  timeoutMs,
);

it(
  'a client whose credential is rotated under load comes back with the new one, and loses nothing',
  async () => {
    await using served = await servedWorld();
    await using publisher = await publishing(served);
    await publisher.more(5);
    const old = served.idOf(secret);
    served.kubernetes.annotate(secret, { 'eventwright.dev/rotate': '1' });
    expect(await served.run()).toMatchObject({ waiting: true, problems: [] });
    served.reload();
    await until(async () => !(await served.run()).waiting, 50);
    expect(served.idOf(secret)).not.toBe(old);
    served.reload();
    await publisher.more(5);
    await served.clock.advance(6 * minute);
    await served.run();
    await served.clock.advance(6 * minute);
    await served.run();
    expect(served.known()).not.toContain(old);
    served.reload();
    await publisher.more(5);
    const shown = async () => (await fetch(`${served.server.monitor}/connz?auth=1`)).text();
    await until(async () => (await shown()).includes(served.idOf(secret) as string), 50);
    expect(await shown()).not.toContain(old);
    expect(await publisher.missing()).toBe(0);
  },
  timeoutMs,
);

it(
  'a certificate is renewed under load, and no connection breaks',
  async () => {
    await using served = await servedWorld();
    await using publisher = await publishing(served);
    await publisher.more(5);
    const before = await readSerial(served);
    served.kubernetes.annotate('ops/bus-nats-tls', { 'eventwright.dev/rotate': '1' });
    await served.run();
    served.reload();
    await until(async () => (await readSerial(served)) !== before, 50);
    await publisher.more(5);
    await using _ = await connectJetStream(served.toSpec(worker), served.toContext(worker));
    expect(await publisher.missing()).toBe(0);
  },
  timeoutMs,
);

/** The serial number of the certificate that the server shows to who connects now. */
async function readSerial({ server, kubernetes }: Served): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = createConnection(Number(port), hostname);
  await new Promise((resolve) => socket.once('data', resolve));
  const ca = kubernetes.read('ops/bus-nats-tls', 'ca.crt');
  const secure = connectTls({ socket, host: hostname, ...(ca && { ca }) });
  await new Promise((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
  const { serialNumber } = secure.getPeerCertificate();
  secure.destroy();
  return serialNumber;
}
