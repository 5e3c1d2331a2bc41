import { jest } from '@jest/globals';
import type { ConsumerInfo } from '@nats-io/jetstream';
import { event, ids, isStored, pushed, readAll, startLog } from '../../conformance/log.ts';
import type { EventBus, Stored } from '../../contract.ts';
import { createBusContext } from '../../testing/bus-context.ts';
import { connectJetStream, type JetStreamConnection } from '../connection.ts';
import { jetStreamDriver } from '../driver.ts';
import { applyStreams } from '../testing/apply-streams.ts';
import { toSpec } from '../testing/bus-spec.ts';
import { startNatsServer } from '../testing/nats-server.ts';
import { follow } from './follow.ts';

jest.setTimeout(30_000);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

async function startBus(): Promise<AsyncDisposable & { bus: EventBus; url: string }> {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await startNatsServer());
  await applyStreams(url);
  const bus = stack.use(await jetStreamDriver.connect(toSpec(url), createBusContext()));
  return { bus, url, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it('payloads that fill a pull each come one after the other', async () => {
  await using started = await startBus();
  const { bus } = started;
  const sent = numbers(6);
  for (const id of sent) await bus.publish(pushed, event(id, { data: new Uint8Array(7 * 1024 ** 2) }));
  expect(ids(await readAll(bus))).toStrictEqual(sent);
});

it('a reader that takes its time reads on where it was, its consumer gone meanwhile', async () => {
  await using started = await startBus();
  const { bus, url } = started;
  const sent = numbers(5_000);
  await Promise.all(sent.map((id) => bus.publish(pushed, event(id))));
  const after = await bus.resolve('beginning', [pushed]);
  await using connection = await connectJetStream(toSpec(url), createBusContext());
  const readers = async () => (await connection.request<{ total: number }>('CONSUMER.NAMES.ew-events')).total;
  const seen: Stored[] = [];
  for await (const next of bus.log({ after, addresses: [pushed], signal: new AbortController().signal })) {
    if ('upTo' in next) break;
    seen.push(next);
    // what it has not asked for nobody holds for it
    while (seen.length === 1 && (await readers()) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(ids(seen)).toStrictEqual(sent);
});

it('where servers limit what a pull may ask for, no more is asked for', async () => {
  await using server = await startNatsServer({ jetstream: 'limits: { max_request_batch: 50 }' });
  await applyStreams(server.url);
  await using bus = await jetStreamDriver.connect(toSpec(server.url), createBusContext());
  const sent = numbers(200);
  await Promise.all(sent.map((id) => bus.publish(pushed, event(id))));
  expect(ids(await readAll(bus))).toStrictEqual(sent);
});

it('a reader that no consumer serves asks for one now and then, says why, and goes on once it is served', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  const context = createBusContext();
  await using bus = await jetStreamDriver.connect(toSpec(server.url), context);
  const after = await bus.resolve('now', [pushed]);
  const saboteur = await connectJetStream(toSpec(server.url), createBusContext());
  saboteur.nats.subscribe('$JS.EVENT.ADVISORY.CONSUMER.CREATED.ew-events.>', {
    callback: (_, { subject }) =>
      void saboteur.request(`CONSUMER.DELETE.ew-events.${subject.split('.').at(-1)}`).catch(() => {}),
  });
  await saboteur.nats.flush();
  await using log = startLog(bus, after);
  await context.logged('reading ew-events is not served: ');
  await saboteur[Symbol.asyncDispose]();
  await bus.publish(pushed, event('1'));
  expect(await log.next(isStored)).toMatchObject({ event: { id: '1' } });
});

it('a consumer that is not at the leader and has nothing does not tell the end: another one is asked', async () => {
  await using started = await startBus();
  await started.bus.publish(pushed, event('1'));
  await using connection = await connectJetStream(toSpec(started.url), createBusContext());
  const options = { stream: 'ew-events', subjects: ['ew.e.>'], contiguous: false } as const;
  const { signal } = new AbortController();
  for await (const stretch of follow(lagging(connection), { ...options, signal })) {
    expect([stretch.messages.length, stretch.atEnd]).toStrictEqual([1, true]);
    break;
  }
});

interface Creation {
  readonly config: object;
}

/** A connection whose first reader ends up at a server that has not caught up with the leader. */
function lagging(connection: JetStreamConnection): JetStreamConnection {
  const laggards = new Set<string>();
  const request = async (subject: string, body?: object) => {
    if (!subject.startsWith('CONSUMER.CREATE') || (laggards.size === 16 && !laggards.has(subject)))
      return connection.request(subject, body);
    laggards.add(subject);
    const { config } = body as Creation;
    const answer = await connection.request<ConsumerInfo>(subject, {
      ...body,
      config: { ...config, opt_start_seq: 100 },
    });
    return { ...answer, cluster: { leader: 'elsewhere' } };
  };
  return { ...connection, request: request as JetStreamConnection['request'] };
}
