import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Document } from '../../../model/document/document.ts';
import { findBinary, natsServer } from '../../support/testing/go-server.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { calendar, issuingWorld } from './testing/issuing-world.ts';
import { isIssuedBy } from './x509.ts';

const day = 86_400_000;
const minute = 60_000;
const worker = 'ci/main-worker-bus';
const rotate = (value: string) => ({ 'eventwright.dev/rotate': value });

type World = ReturnType<typeof issuingWorld>;

/** Puts a value into a Secret behind the keeper's back. */
function set({ kubernetes }: World, name: string, key: string, value: string): void {
  const found = kubernetes.secrets.get(name);
  if (!found) throw new Error(`there is no Secret '${name}'`);
  kubernetes.secrets.set(name, { ...found, data: { ...found.data, [key]: Buffer.from(value).toString('base64') } });
}

/** Whether servers start with the users' file as it is. */
function checkFile({ kubernetes }: World): void {
  using files = temporaryFiles({ 'auth.conf': kubernetes.read('ops/bus-nats-users', 'auth.conf') ?? '' });
  execFileSync(findBinary(natsServer), ['-t', '-c', files.path('auth.conf')], { stdio: 'pipe' });
}

it('a Secret that was copied from another client is no credential: it gets one of its own', async () => {
  const world = issuingWorld();
  world.kubernetes.apply('ci/other-worker-bus', 'ci/third-worker-bus');
  world.documents = [calendar('a'), calendar('b', { worker: 'other' })];
  const issuer = world.start();
  await issuer.run();
  const seed = world.kubernetes.read(worker, 'nkey.seed') ?? '';
  set(world, 'ci/other-worker-bus', 'nkey.seed', seed);
  // one that the servers do not know yet
  set(world, 'ci/third-worker-bus', 'nkey.seed', seed);
  world.documents = [...world.documents, calendar('c', { worker: 'third' })];
  world.answer = 'refused';
  expect((await issuer.run()).problems).toStrictEqual([
    'worker ci/other: its Secret holds the credential of worker ci/main; it gets one of its own',
    'worker ci/third: its Secret holds the credential of worker ci/main; it gets one of its own',
  ]);
  checkFile(world);
  world.answer = 'accepted';
  await issuer.run();
  expect((await issuer.run()).problems).toStrictEqual([]);
  checkFile(world);
  const ids = ['main', 'other', 'third'].map((name) => world.idOf(`ci/${name}-worker-bus`));
  expect([new Set(ids).size, world.kubernetes.read(worker, 'nkey.seed')]).toStrictEqual([3, seed]);
  expect(ids.filter((id) => !world.known().includes(id ?? ''))).toStrictEqual([]);
});

it('who is no longer declared waits for nothing', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  world.kubernetes.annotate(worker, rotate('please'));
  world.answer = 'refused';
  expect(await issuer.run()).toMatchObject({ waiting: true });
  world.documents = [];
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: false });
});

it('servers that refuse a new credential for minutes are a problem', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  world.kubernetes.annotate(worker, rotate('please'));
  world.answer = 'refused';
  await issuer.run();
  await world.clock.advance(2 * minute);
  expect((await issuer.run()).problems).toStrictEqual([]);
  await world.clock.advance(minute);
  expect((await issuer.run()).problems).toStrictEqual([
    "worker ci/main: a server refuses its new credential since 2026-01-01T00:00:00.000Z; see in the servers' logs why they do not read their users anew",
  ]);
  world.answer = 'accepted';
  expect((await issuer.run()).problems).toStrictEqual([]);
});

describe('a document that declares more than the servers can be told', () => {
  const events = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${'e'.repeat(50)}-${at}`, {}]));
  const crowd = Array.from({ length: 12 }, (_, at): Document => {
    const document = calendar(`${'s'.repeat(50)}-${at}`, { namespace: 'crowd', worker: `w-${at % 3}` });
    const spec = { ...document.spec, events } as never;
    return { ...document, spec } as Document;
  });

  it('crowds out nobody else, and is a problem of its own', async () => {
    const world = issuingWorld();
    world.kubernetes.apply('crowd/w-0-worker-bus', 'crowd/w-1-worker-bus', 'crowd/w-2-worker-bus', 'ci/new-worker-bus');
    world.documents = [calendar('a'), ...crowd];
    const issuer = world.start();
    const { problems } = await issuer.run();
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map((problem) => problem.replace(/w-\d/, 'w')))).toStrictEqual(
      new Set(["worker crowd/w: the servers' file has no room for it; declare less in 'crowd'"]),
    );
    const own = ['ci/main-worker-bus', 'ops/keeper-keeper-bus', 'ops/bus-operator-bus'].map(world.idOf);
    expect(own.filter((id) => !world.known().includes(id ?? ''))).toStrictEqual([]);
    world.documents = [...world.documents, calendar('b', { worker: 'new' })];
    await issuer.run();
    await issuer.run();
    expect(world.known()).toContain(world.idOf('ci/new-worker-bus'));
    const { data = {} } = world.kubernetes.secrets.get('ops/bus-nats-users') ?? {};
    const bytes = Object.values(data).reduce((sum, value) => sum + Buffer.from(value, 'base64').length, 0);
    expect(bytes).toBeLessThan(2 ** 20);
    checkFile(world);
  });
});

it('five thousand sensors of one worker fit, also while its credential is rotated', async () => {
  const world = issuingWorld();
  const sensor = (at: number): Document =>
    ({
      ...calendar(`deploy-service-${at}`, { namespace: 'team-payments' }),
      kind: 'Sensor',
      spec: {
        dependencies: {
          x: { eventSource: 'a', event: 'tick', onFilterError: 'filter', collect: 'latest', maxEvents: 100 },
        },
        triggers: {},
      },
    }) as Document;
  world.kubernetes.apply('team-payments/main-worker-bus');
  world.documents = Array.from({ length: 5_000 }, (_, at) => sensor(at));
  const issuer = world.start();
  expect((await issuer.run()).problems).toStrictEqual([]);
  world.kubernetes.annotate('team-payments/main-worker-bus', rotate('please'));
  expect((await issuer.run()).problems).toStrictEqual([]);
});

it.each([
  '',
  '{}',
  'null',
  '[{}]',
  '[{"client":{"component":"worker","namespace":"ci","name":"main"},"ids":[]}]',
  'raw',
])('a state of users that somebody has spoilt is as none: %j', async (text) => {
  const world = issuingWorld();
  await world.start().run();
  const known = world.known();
  set(world, 'ops/bus-nats-users', 'users.state', text === 'raw' ? text : gzipSync(text).toString('base64'));
  expect(await world.start().run()).toMatchObject({ problems: [], waiting: false });
  expect(world.known()).toStrictEqual(known);
});

describe('a clock that was ahead for a while', () => {
  const jumpMs = 9 * 365 * day;
  const aheadFor = async (world: World) => {
    const { clock } = world;
    const { now } = clock;
    const at = now.call(clock);
    clock.now = () => at + jumpMs;
    await world.start().run();
    await world.start().run();
    clock.now = now;
  };

  it('leaves no certificate and no authority behind that are not valid yet', async () => {
    const world = issuingWorld();
    await world.start().run();
    const first = world.kubernetes.read('ops/bus-nats-ca', 'ca.crt') ?? '';
    await aheadFor(world);
    for (let round = 0; round < 2; round++) await world.start().run();
    const certificate = new X509Certificate(world.kubernetes.read('ops/bus-nats-tls', 'tls.crt') ?? '');
    expect(certificate.validFromDate.getTime()).toBeLessThanOrEqual(world.clock.now());
    expect(world.kubernetes.read(worker, 'ca.crt')).toBe(first);
    expect(isIssuedBy(certificate, first)).toBe(true);
  });

  it('holds up no rotation of the authority', async () => {
    const world = issuingWorld();
    await world.start().run();
    const first = world.kubernetes.read('ops/bus-nats-ca', 'ca.crt') ?? '';
    await aheadFor(world);
    world.kubernetes.annotate('ops/bus-nats-ca', rotate('now'));
    for (let round = 0; round < 6; round++) {
      await world.start().run();
      await world.clock.advance(10 * minute);
    }
    const second = world.kubernetes.read(worker, 'ca.crt') ?? '';
    const certificate = new X509Certificate(world.kubernetes.read('ops/bus-nats-tls', 'tls.crt') ?? '');
    expect([second === first, isIssuedBy(certificate, second)]).toStrictEqual([false, true]);
  });

  it('lets nobody in for longer', async () => {
    const world = issuingWorld();
    await world.start().run();
    const old = world.idOf(worker) ?? '';
    world.kubernetes.annotate(worker, rotate('leaked'));
    world.documents = [calendar('b')];
    await aheadFor(world);
    expect(world.known()).toContain(old);
    await world.start().run();
    await world.clock.advance(16 * minute);
    await world.start().run();
    expect(world.known()).not.toContain(old);
    expect(world.kubernetes.read('ops/bus-nats-users', 'auth.conf')).not.toContain('ew.e.ci.a.tick');
  });
});

it('an old credential goes when its time is over, also where the Secret of its client cannot be read', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  const old = world.idOf(worker) ?? '';
  world.kubernetes.annotate(worker, rotate('leaked'));
  await issuer.run();
  await issuer.run();
  expect([world.idOf(worker) === old, world.known().includes(old)]).toStrictEqual([false, true]);
  world.kubernetes.forbidden.add('ci');
  await world.clock.advance(6 * minute);
  await issuer.run();
  expect([world.known().includes(old), world.known().length]).toStrictEqual([false, 3]);
});

it('while a server is away, no more are tried than at once', async () => {
  const world = issuingWorld();
  const names = Array.from({ length: 40 }, (_, at) => `w-${at}`);
  world.kubernetes.apply(...names.map((name) => `ci/${name}-worker-bus`));
  const issuer = world.start();
  await issuer.run();
  world.documents = names.map((name) => calendar(name, { worker: name }));
  let tried = 0;
  world.probe = async () => {
    tried++;
    return 'away';
  };
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: true });
  expect(tried).toBeLessThanOrEqual(16);
  await world.clock.advance(3 * minute);
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: false });
});

it('clients that wait are tried at once, not in turn', async () => {
  const world = issuingWorld();
  const names = Array.from({ length: 10 }, (_, at) => `w-${at}`);
  world.kubernetes.apply(...names.map((name) => `ci/${name}-worker-bus`));
  const issuer = world.start();
  await issuer.run();
  world.documents = names.map((name) => calendar(name, { worker: name }));
  let tried = 0;
  let begin: () => void = () => {};
  const allTried = new Promise<void>((resolve) => {
    begin = resolve;
  });
  world.probe = async () => {
    if (++tried === names.length) begin();
    await allTried;
    return 'accepted';
  };
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: false });
});
