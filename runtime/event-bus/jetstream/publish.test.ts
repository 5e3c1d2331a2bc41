import type { Address } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import { BusFullError, EventBusError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectJetStream, type JetStreamConnection } from './connection.ts';
import { publish } from './publish.ts';
import { createPublisher } from './publisher.ts';
import { applyStreams } from './testing/apply-streams.ts';
import { toSpec } from './testing/bus-spec.ts';
import { startNatsCluster, startNatsServer } from './testing/nats-server.ts';

const to: Address = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };
const event: Event = {
  id: '1',
  source: '/github',
  type: 'push',
  time: '2026-01-01T00:00:00Z',
  datacontenttype: 'application/json',
  extensions: { partitionkey: 'a' },
  data: Buffer.from('{"ref":"main"}'),
};

it('an event is stored on its address and slot, its attributes as headers, its data untouched', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  await publish(publisher, to, event);
  expect(await read(connection, 1)).toMatchInlineSnapshot(`
{
  "data": "{"ref":"main"}",
  "headers": [
    "NATS/1.0",
    "ce-specversion: 1.0",
    "ce-id: 1",
    "ce-source: /github",
    "ce-type: push",
    "ce-time: 2026-01-01T00:00:00Z",
    "ce-datacontenttype: application/json",
    "ce-partitionkey: a",
    "Nats-Msg-Id: HFwjpJ00wneBkZqjBH6y_Jf_kF4",
    "",
    "",
  ],
  "subject": "ew.e.ci.github.push.3",
}
`);
});

it('an event that is published again at once is stored once; another source’s of the same id is another', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  await publish(publisher, to, event);
  await publish(publisher, to, event);
  await publish(publisher, to, { ...event, source: '/gitea' });
  expect(await connection.request('STREAM.INFO.ew-events')).toMatchObject({ state: { messages: 2 } });
});

it('an event that is published again while a quorum stores it may be sent later', async () => {
  await using cluster = await startNatsCluster();
  await applyStreams(cluster.urls, { quotas: {}, replicas: 3 });
  await using connection = await connectJetStream(toSpec(cluster.urls), createBusContext());
  using publisher = createPublisher(connection);
  const [first, again] = await Promise.allSettled([publish(publisher, to, event), publish(publisher, to, event)]);
  expect(first.status).toBe('fulfilled');
  expect(again).toMatchObject({ reason: { code: 'busUnavailable', retryable: true } });
  await publish(publisher, to, event);
  expect(await connection.request('STREAM.INFO.ew-events')).toMatchObject({ state: { messages: 1 } });
});

it('a bus that is full refuses, and keeps what it has', async () => {
  await using server = await startNatsServer();
  await applyStreams(server.url, { quotas: { event: { maxBytes: 100_000 } } });
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  const send = (id: string) => publish(publisher, to, { ...event, id, data: new Uint8Array(60_000) });
  await send('1');
  await expect(send('2')).rejects.toStrictEqual(new BusFullError('the bus is full: maximum bytes exceeded'));
  expect(await connection.request('STREAM.INFO.ew-events')).toMatchObject({ state: { messages: 1 } });
});

it('servers whose disks are full refuse', async () => {
  await using server = await startNatsServer({ jetstream: 'max_file_store: 100KB' });
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  await connection.request('STREAM.CREATE.ew-events', { name: 'ew-events', subjects: ['ew.e.>'], storage: 'file' });
  using publisher = createPublisher(connection);
  const send = (id: string) => publish(publisher, to, { ...event, id, data: new Uint8Array(60_000) });
  const sendAll = async () => {
    for (let n = 0; n < 20; n++) await send(`${n}`);
  };
  await expect(sendAll()).rejects.toStrictEqual(new BusFullError('the bus is full: insufficient resources'));
});

it('an event that is larger than its stream takes is too large', async () => {
  await using server = await startNatsServer();
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  await connection.request('STREAM.CREATE.ew-events', {
    name: 'ew-events',
    subjects: ['ew.e.>'],
    storage: 'file',
    max_msg_size: 1_000,
  });
  using publisher = createPublisher(connection);
  await expect(publish(publisher, to, { ...event, data: new Uint8Array(2_000) })).rejects.toStrictEqual(
    new EventBusError('entryTooLarge', 'JetStream: message size exceeds maximum allowed'),
  );
});

async function read(connection: JetStreamConnection, seq: number) {
  interface Stored {
    readonly message: { readonly subject: string; readonly hdrs: string; readonly data: string };
  }
  const { message } = await connection.request<Stored>('STREAM.MSG.GET.ew-events', { seq });
  const decode = (text: string) => Buffer.from(text, 'base64').toString();
  return { subject: message.subject, headers: decode(message.hdrs).split('\r\n'), data: decode(message.data) };
}

it('an event leaves room for the headers of a message that carries it; a larger one is never taken', async () => {
  await using server = await startNatsServer({ maxPayload: '1MB' });
  await applyStreams(server.url);
  await using connection = await connectJetStream(toSpec(server.url), createBusContext());
  using publisher = createPublisher(connection);
  const most = 1024 ** 2 - 64 * 1024;
  const letters: Address = { class: 'deadLetter', namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
  await publish(publisher, to, { ...event, data: new Uint8Array(most) });
  const refused = publish(publisher, to, { ...event, data: new Uint8Array(most + 1) });
  await expect(refused).rejects.toMatchObject({ name: EventBusError.name, code: 'entryTooLarge', retryable: false });
  await publish(publisher, letters, { ...event, data: new Uint8Array(most + 1) });
});
