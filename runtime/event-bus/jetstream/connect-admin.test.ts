import type { StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { streamNames } from '../../../model/event-bus/jetstream-streams.ts';
import { oldNatsServer } from '../../support/testing/go-server.ts';
import { until } from '../../support/testing/until.ts';
import { event } from '../conformance/log.ts';
import { BusRefusedError, PositionLostError } from '../error.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectAdmin } from './connect-admin.ts';
import { connectJetStream, type JetStreamConnection } from './connection.ts';
import { jetStreamDriver } from './driver.ts';
import { toSpec } from './testing/bus-spec.ts';
import { type NatsServerOptions, startNatsCluster, startNatsServer } from './testing/nats-server.ts';

const none = { quotas: {} };
const pushed = { class: 'event', namespace: 'shop', eventSource: 'git', event: 'push' } as const;

async function startAdmin(options: NatsServerOptions = {}) {
  const stack = new AsyncDisposableStack();
  const server = stack.use(await startNatsServer(options));
  return useAdmin(stack, server.url);
}

async function useAdmin(stack: AsyncDisposableStack, servers: string | readonly string[]) {
  const context = createBusContext();
  const connection = stack.use(await connectJetStream(toSpec(servers), context));
  const config = async (name: string) => (await connection.request<StreamInfo>(`STREAM.INFO.${name}`)).config;
  return {
    connection,
    context,
    admin: connectAdmin(connection),
    config,
    update: async (name: string, change: Partial<StreamConfig>) =>
      connection.request(`STREAM.UPDATE.${name}`, { ...(await config(name)), ...change }),
    connect: async () => stack.use(await jetStreamDriver.connect(toSpec(servers), context)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The same connection, with another way to ask. */
function asking(connection: JetStreamConnection, ask: (subject: string, body?: object) => Promise<unknown>) {
  return connectAdmin({ ...connection, request: ask as JetStreamConnection['request'] });
}

describe('a plan', () => {
  it('makes what is missing, and says so; then nothing is left to do', async () => {
    await using bus = await startAdmin();
    const missing = await bus.admin.inspect();
    expect(Object.values(missing.logs).map(({ exists }) => exists)).toStrictEqual(Array(5).fill(false));
    expect(await bus.admin.apply({ quotas: { event: { maxBytes: 4096 } } })).toStrictEqual([
      'ew-events: made, for 4096 bytes, in one copy',
      'ew-journals: made, for 268435456 bytes, in one copy',
      'ew-notes: made, for 67108864 bytes, in one copy',
      'ew-members: made, for 16777216 bytes, in one copy',
      'ew-dead-letters: made, for 268435456 bytes, in one copy',
      'ew-outcomes: made, for 67108864 bytes, in one copy',
    ]);
    expect(await bus.admin.apply(none)).toStrictEqual([]);
    const { exists, quota, replicas } = (await bus.admin.inspect()).logs.event;
    const copies = { wanted: 1, current: 1 };
    expect([exists, quota, replicas]).toStrictEqual([true, { maxBytes: 4096 }, copies]);
  });

  it.each([
    ['so many readers as a large program has', {}, 100_000],
    [
      'as many readers as the account allows, where it limits them',
      {
        config:
          'accounts { A { jetstream { max_consumers: 50 }, users: [{ user: a, password: a }] } }\nno_auth_user: a',
      },
      -1,
    ],
  ])('makes streams for %s, and leaves them so', async (_, options, most) => {
    await using bus = await startAdmin(options);
    await bus.admin.apply(none);
    expect((await bus.config('ew-events')).max_consumers).toBe(most);
    expect(await bus.admin.apply(none)).toStrictEqual([]);
  });

  it.each([{}, { server: oldNatsServer }])('leaves it at how many readers a stream allows: %j', async (options) => {
    await using bus = await startAdmin(options);
    await bus.connection.request('STREAM.CREATE.ew-notes', {
      name: 'ew-notes',
      subjects: ['ew.n.>'],
      storage: 'file',
      max_bytes: 4096,
      max_consumers: 2_000,
    });
    expect((await bus.admin.apply(none)).find((change) => change.includes('ew-notes'))).not.toContain('max_consumers');
    expect((await bus.config('ew-notes')).max_consumers).toBe(2_000);
  });

  it('is reached from wherever an earlier try was killed', async () => {
    await using bus = await startAdmin();
    const killed = asking(bus.connection, async (subject, body) => {
      const answer = await bus.connection.request(subject, body);
      if (/CREATE|UPDATE/.test(subject)) throw new Error('killed');
      return answer;
    });
    for (const _ of Object.keys(streamNames)) await expect(killed.apply(none)).rejects.toThrow('killed');
    expect(await bus.admin.apply(none)).toStrictEqual([]);
  });

  it('puts back what was changed by hand, so that nothing pending expires', async () => {
    await using bus = await startAdmin();
    await bus.admin.apply(none);
    await bus.update('ew-events', { max_age: 3600e9, discard: 'old' as StreamConfig['discard'] });
    expect(await bus.admin.apply(none)).toStrictEqual([
      'ew-events: discard "old" is now "new", max_age 3600s is now 0s',
    ]);
    expect(await bus.admin.apply(none)).toStrictEqual([]);
  });

  it('that leaves less than what is stored is refused with what to do, and changes nothing else', async () => {
    await using bus = await startAdmin();
    await bus.admin.apply(none);
    const client = await bus.connect();
    for (const id of ['1', '2', '3']) await client.publish(pushed, event(id, { data: new Uint8Array(1000) }));
    const before = await bus.admin.inspect();
    const plan = { quotas: { event: { maxBytes: 2000 }, note: { maxBytes: 4096 } } };
    await expect(bus.admin.apply(plan)).rejects.toMatchObject({
      code: 'planRefused',
      message: `stream ew-events holds ${before.logs.event.bytes} bytes, more than the quota of 2000 that is asked for; trim it, or wait until the keeper has, then apply again; or ask for at least ${before.logs.event.bytes}`,
    });
    expect(await bus.admin.inspect()).toStrictEqual(before);
  });

  it('is refused where another stream takes the subjects, before anything is made', async () => {
    await using bus = await startAdmin();
    await bus.connection.request('STREAM.CREATE.all', { name: 'all', subjects: ['ew.o.shop.>'] });
    await expect(bus.admin.apply(none)).rejects.toMatchObject({
      code: 'planRefused',
      message:
        "stream all takes subjects of 'ew.o.>', which belong to ew-outcomes; take them away from it (nats stream edit all --subjects), then apply again",
    });
    expect((await bus.admin.inspect()).logs.event.exists).toBe(false);
  });

  it.each([
    ['storage', { storage: 'memory' }, '"memory"'],
    ['subjects', { subjects: ['mine'] }, '["mine"]'],
    ['deny_purge', { deny_purge: true }, 'true'],
  ])("is refused where a stream's %s cannot be changed", async (name, settings, value) => {
    await using bus = await startAdmin();
    await bus.connection.request('STREAM.CREATE.ew-notes', { name: 'ew-notes', subjects: ['ew.n.>'], ...settings });
    await expect(bus.admin.apply(none)).rejects.toMatchObject({
      code: 'planRefused',
      message: `stream ew-notes has '${name}' ${value}, which cannot be changed without loss; back it up, delete it (nats stream rm ew-notes), and apply again`,
    });
  });

  it.each([{}, { server: oldNatsServer }])('for three copies is refused by one server: %j', async (options) => {
    await using bus = await startAdmin(options);
    await expect(bus.admin.apply({ quotas: {}, replicas: 3 })).rejects.toMatchObject({
      code: 'planRefused',
      message: 'stream ew-events: 3 copies need a cluster of 3 servers, and this is one server; ask for 1 replica',
    });
  });

  it('for more than the servers can hold is refused with the figure', async () => {
    await using bus = await startAdmin();
    await expect(bus.admin.apply({ quotas: { event: { maxBytes: 1024 ** 5 } } })).rejects.toMatchObject({
      code: 'planRefused',
      message: expect.stringContaining('stream ew-events: 1125899906842624 bytes do not fit beside what is reserved'),
    });
  });

  it('fails with the name of a setting that a server did not take', async () => {
    await using bus = await startAdmin();
    const deaf = asking(bus.connection, async (subject, body) => {
      const answer = await bus.connection.request<StreamInfo>(subject, body);
      return /CREATE/.test(subject) ? { ...answer, config: { ...answer.config, discard: 'old' } } : answer;
    });
    await expect(deaf.apply(none)).rejects.toStrictEqual(
      new BusRefusedError(
        `stream ew-events: the server, version 2.15.2, did not take 'discard': it is "old", not "new"; use a newer one`,
      ),
    );
  });
});

it('copies are added to a live bus and follow, and what is pending is exact at once', async () => {
  const stack = new AsyncDisposableStack();
  const { urls } = stack.use(await startNatsCluster());
  await using bus = await useAdmin(stack, urls);
  await bus.admin.apply(none);
  const client = await bus.connect();
  const beginning = await client.resolve('beginning', [pushed]);
  const send = (id: number) => client.publish(pushed, event(`${id}`, { data: new Uint8Array(1000) }));
  for (let id = 0; id < 50; id++) await send(id);
  await expect(bus.admin.apply({ quotas: {}, replicas: 5 })).rejects.toMatchObject({
    code: 'planRefused',
    message:
      'stream ew-events: 5 copies need 5 servers with JetStream that have room for 1073741824 bytes each, and the cluster tells of 3 addresses; add servers or storage, or ask for less',
  });
  expect((await bus.admin.apply({ quotas: {}, replicas: 3 }))[0]).toBe('ew-events: num_replicas 1 is now 3');
  await until(async () => {
    // the leader moves while members change
    const state = await bus.admin.inspect().catch(() => undefined);
    return [state?.logs.event, state?.logs.note].every((store) => store?.replicas.current === 3);
  });
  for (let id = 50; id < 70; id++) {
    await send(id);
    expect(await bus.admin.pending(beginning, [pushed])).toBe(id + 1);
  }
  expect((await bus.admin.apply({ quotas: {}, replicas: 1 }))[0]).toBe(
    'ew-events: num_replicas 3 is now 1; what it holds is lost with the one server that keeps it',
  );
});

it('journals are counted over as many answers as the server needs', async () => {
  await using bus = await startAdmin();
  await bus.admin.apply(none);
  const client = await bus.connect();
  for (const index of [0, 1, 2])
    await (await client.journal({ namespace: 'ci', worker: 'main', index })).append(new Uint8Array(1), undefined);
  const pages = asking(bus.connection, async (subject, body: { offset?: number } = {}) => {
    const { offset = 0, ...all } = body;
    const answer = await bus.connection.request<StreamInfo>(subject, all);
    const subjects = Object.entries(answer.state.subjects ?? {}).sort();
    const page = Object.fromEntries(subjects.slice(offset, offset + 2));
    return { ...answer, total: subjects.length, state: { ...answer.state, subjects: page } };
  });
  const { journals } = await pages.inspect();
  expect(journals.map(({ partition: { index }, entries }) => [index, entries])).toStrictEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
});

it('a position of another stream, or of a journal that was removed, trims nothing', async () => {
  await using bus = await startAdmin();
  await bus.admin.apply(none);
  const client = await bus.connect();
  const partition = { namespace: 'ci', worker: 'main', index: 0 };
  const position = (await (await client.journal(partition)).append(new Uint8Array(1), undefined)) ?? '';
  await expect(bus.admin.trim({ log: 'event' }, position)).rejects.toThrow(PositionLostError);
  await expect(bus.admin.pending(position, [pushed])).rejects.toThrow(PositionLostError);
  await bus.admin.remove(partition);
  await expect(bus.admin.trim({ journal: partition }, position)).rejects.toThrow(PositionLostError);
});
