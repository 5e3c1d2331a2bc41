import { natsUser } from '../../../model/event-bus/jetstream-auth.ts';
import { BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream } from './connection.ts';
import { createPublisher } from './publisher.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { type NatsServer, startNatsServer } from './testing/nats-server.ts';
import { turned } from './testing/turned.ts';

const subject = 'ew.e.ci.github.push.0';
const text = (value: string) => Buffer.from(value);

describe('on one server', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await startNatsServer();
    await applyStreams(server.url);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('all that is sent in one turn is stored, in order', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    const texts = Array.from({ length: 2_000 }, (_, n) => `message ${n}`);
    const acks = await Promise.all(texts.map((one) => publisher.send('ew.e.ci.many.a.0', { n: one }, text(one))));
    const first = acks[0]?.seq ?? 0;
    expect(acks).toStrictEqual(texts.map((_, n) => ({ stream: 'ew-events', seq: first + n })));
    const stored = texts.map(async (_, n) => {
      const { message } = await connection.request<{ message: { data: string } }>('STREAM.MSG.GET.ew-events', {
        seq: first + n,
      });
      return Buffer.from(message.data, 'base64').toString();
    });
    expect(await Promise.all(stored)).toStrictEqual(texts);
  });

  it('headers arrive as they were given', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    const { seq } = await publisher.send(subject, { 'ce-id': '1', 'ce-subject': 'grün' }, text('x'));
    const { message } = await connection.request<{ message: { hdrs: string } }>('STREAM.MSG.GET.ew-events', { seq });
    expect(Buffer.from(message.hdrs, 'base64').toString()).toBe('NATS/1.0\r\nce-id: 1\r\nce-subject: grün\r\n\r\n');
  });

  it('a message that was stored before says so', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    const headers = { 'Nats-Msg-Id': 'once' };
    const { seq } = await publisher.send(subject, headers, text('x'));
    expect(await publisher.send(subject, headers, text('x'))).toStrictEqual({
      stream: 'ew-events',
      seq,
      duplicate: true,
    });
  });

  it('what the stream refuses rejects with its own code', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    const sent = publisher.send('ew.j.ci.main.0', { 'Nats-Expected-Last-Subject-Sequence': '7' }, text('x'));
    await expect(sent).rejects.toMatchObject({ name: 'JetStreamApiError', code: 10071 });
  });

  it('what no stream takes is rejected with the command that makes one', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    await expect(publisher.send('nobody.listens', {}, text('x'))).rejects.toStrictEqual(
      new BusUnavailableError(
        "no stream takes what is sent to 'nobody.listens': it is missing (run: eventwright bus apply) or has no leader now",
      ),
    );
  });

  it('what is larger than the servers take is not sent, and the connection stays', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    using publisher = createPublisher(connection);
    const limit = 8 * 1024 ** 2;
    await expect(publisher.send(subject, {}, new Uint8Array(limit))).rejects.toStrictEqual(
      new EventBusError(
        'entryTooLarge',
        `a message of ${limit + 12} bytes with its headers is larger than the ${limit} that the servers take (max_payload)`,
      ),
    );
    expect(await publisher.send(subject, {}, new Uint8Array(limit - 12))).toMatchObject({ stream: 'ew-events' });
  });

  it('what is under way when it is disposed is rejected', async () => {
    await using connection = await connectJetStream(toSpec(server.url), createBusContext());
    const publisher = createPublisher(connection);
    const sent = publisher.send(subject, {}, text('x'));
    publisher[Symbol.dispose]();
    await expect(sent).rejects.toStrictEqual(new BusUnavailableError('JetStream: the connection was closed'));
  });
});

it('what is sent on a connection that was closed is rejected', async () => {
  await using server = await startNatsServer();
  const connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  await connection[Symbol.asyncDispose]();
  await expect(publisher.send(subject, {}, text('x'))).rejects.toBeInstanceOf(BusUnavailableError);
});

it('a client that may not hear the answers is refused', async () => {
  const permissions = 'permissions: { publish: ">", subscribe: "_INBOX.*.*.*.*.one.*" }';
  await using server = await startNatsServer({
    config: `authorization { users: [{ user: ci, password: p, ${permissions} }] }`,
  });
  const auth = natsUser({ user: 'ci', password: { name: 'nats', key: 'ci' } });
  await expect(connectJetStream(toSpec(server.url, { auth }), createBusContext({ 'nats/ci': 'p' }))).rejects.toThrow(
    /^user 'ci' may not use '_INBOX\.worker\.ci\.main\./,
  );
});

it('what is under way when the connection breaks is rejected, and what is sent before it is back', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  server.signal('SIGSTOP');
  const sent = publisher.send(subject, {}, text('x'));
  const rejected = expect(sent).rejects.toStrictEqual(
    new BusUnavailableError('JetStream: the connection was lost before the server answered'),
  );
  await server.stop('SIGKILL');
  await rejected;
  await expect(publisher.send(subject, {}, text('not buffered'))).rejects.toBeInstanceOf(BusUnavailableError);
  await server.start();
  await turned(connection, 'up');
  const { seq } = await publisher.send(subject, {}, text('y'));
  const { state } = await connection.request<{ state: { messages: number; last_seq: number } }>(
    'STREAM.INFO.ew-events',
  );
  // the one under way may have been stored
  expect(state).toMatchObject({ last_seq: seq, messages: seq });
  expect(seq).toBeLessThanOrEqual(2);
}, 20_000);

it('what is not acknowledged is rejected after 5 s, though the connection is up', async () => {
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  // it takes the message and never answers
  connection.nats.subscribe('nobody.answers', { callback: () => {} });
  await expect(publisher.send('nobody.answers', {}, text('x'))).rejects.toStrictEqual(
    new BusUnavailableError("JetStream did not acknowledge what was sent to 'nobody.answers' within 5 s"),
  );
}, 20_000);

it('what the client may not publish is refused, each message, and what it may is not', async () => {
  const publish = 'publish: ["$JS.API.>", "ew.e.ci.>"]';
  await using server = await startNatsServer({
    config: `authorization { users: [{ user: keeper, password: k }, { user: ci, password: p, permissions: { ${publish} } }] }`,
  });
  await applyStreams(
    server.url,
    { quotas: {} },
    {
      auth: natsUser({ user: 'keeper', password: { name: 'nats', key: 'keeper' } }),
      secrets: { 'nats/keeper': 'k' },
    },
  );
  const auth = natsUser({ user: 'ci', password: { name: 'nats', key: 'ci' } });
  await using connection = await connectJetStream(toSpec(server.url, { auth }), createBusContext({ 'nats/ci': 'p' }));
  using publisher = createPublisher(connection);
  const foreign = 'ew.e.shop.github.push.0';
  const sent = await Promise.allSettled([
    publisher.send(foreign, {}, text('1')),
    publisher.send(subject, {}, text('2')),
    publisher.send(foreign, {}, text('3')),
  ]);
  const reason = new BusRefusedError(`user 'ci' may not publish to '${foreign}'; grant it on the servers`);
  expect(sent).toStrictEqual([
    { status: 'rejected', reason },
    { status: 'fulfilled', value: { stream: 'ew-events', seq: 1 } },
    { status: 'rejected', reason },
  ]);
});
