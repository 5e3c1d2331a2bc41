import { X509Certificate } from 'node:crypto';
import { calendar, issuingWorld } from './testing/issuing-world.ts';
import { isIssuedBy, splitBundle } from './x509.ts';

const day = 86_400_000;
const minute = 60_000;
const worker = 'ci/main-worker-bus';
const rotate = (value: string) => ({ 'eventwright.dev/rotate': value });

it('Secrets that were applied empty are full after one round, for servers that cannot have started', async () => {
  const world = issuingWorld();
  const { kubernetes, start } = world;
  world.answer = 'refused';
  expect(await start().run()).toMatchObject({ problems: [], waiting: false });
  const found = [...kubernetes.secrets].map(([name, { data }]) => [name, Object.keys(data).sort().join(' ')]);
  expect(Object.fromEntries(found)).toStrictEqual({
    'ops/bus-nats-ca': 'ca.crt ca.key',
    'ops/bus-nats-tls': 'ca.crt tls.crt tls.key',
    'ops/bus-nats-users': 'auth.conf users.state',
    'ci/main-worker-bus': 'ca.crt nkey.seed',
    'ops/keeper-keeper-bus': 'ca.crt nkey.seed',
    'ops/bus-operator-bus': 'ca.crt nkey.seed',
  });
  expect(kubernetes.writes.filter((write) => !write.startsWith('PATCH'))).toStrictEqual([]);
});

it('the servers hear of a client before it has its credential', async () => {
  const { kubernetes, start } = issuingWorld();
  await start().run();
  const order = ['PATCH ops/bus-nats-users', 'PATCH ops/bus-nats-0', 'PATCH ci/main-worker-bus'];
  expect(kubernetes.writes.filter((write) => order.includes(write))).toStrictEqual(order);
});

it('a round that finds everything right writes nothing, also in a new process', async () => {
  const { kubernetes, start } = issuingWorld();
  const issuer = start();
  await issuer.run();
  kubernetes.writes.length = 0;
  await issuer.run();
  expect(kubernetes.writes).toStrictEqual([]);
  await start().run();
  expect(kubernetes.writes).toStrictEqual(['PATCH ops/bus-nats-0']);
});

it('the certificate is for every form of each host', async () => {
  const { kubernetes, start } = issuingWorld();
  await start().run();
  const certificate = new X509Certificate(kubernetes.read('ops/bus-nats-tls', 'tls.crt') ?? '');
  const forms = ['', '.ops', '.ops.svc', '.ops.svc.cluster.local'];
  const names = ['*.bus-nats-headless', 'bus-nats'].flatMap((host) => forms.map((form) => `DNS:${host}${form}`));
  expect(certificate.subjectAltName).toBe([...names, 'DNS:localhost', 'IP Address:127.0.0.1'].join(', '));
  expect(certificate.keyUsage).toStrictEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(isIssuedBy(certificate, kubernetes.read('ops/bus-nats-ca', 'ca.crt') ?? '')).toBe(true);
});

it('a certificate is renewed when two thirds of its life are over, by the same authority', async () => {
  const { kubernetes, start, clock } = issuingWorld();
  const issuer = start();
  await issuer.run();
  const [cert, ca] = [kubernetes.read('ops/bus-nats-tls', 'tls.crt'), kubernetes.read('ops/bus-nats-ca', 'ca.crt')];
  await clock.advance(59 * day);
  await issuer.run();
  expect(kubernetes.read('ops/bus-nats-tls', 'tls.crt')).toBe(cert);
  await clock.advance(2 * day);
  await issuer.run();
  const renewed = kubernetes.read('ops/bus-nats-tls', 'tls.crt');
  expect(renewed).not.toBe(cert);
  expect(isIssuedBy(new X509Certificate(renewed ?? ''), ca ?? '')).toBe(true);
});

it('an authority is replaced without a moment in which somebody trusts the wrong one', async () => {
  const { kubernetes, start, clock } = issuingWorld();
  await start().run();
  const first = kubernetes.read('ops/bus-nats-ca', 'ca.crt') ?? '';
  kubernetes.annotate('ops/bus-nats-ca', rotate('now'));
  const seen = [];
  for (let step = 0; step < 6; step++) {
    await start().run();
    const bundle = splitBundle(kubernetes.read(worker, 'ca.crt') ?? '');
    const certificate = new X509Certificate(kubernetes.read('ops/bus-nats-tls', 'tls.crt') ?? '');
    const signedBy = bundle.findIndex((one) => isIssuedBy(certificate, one));
    seen.push({ trusted: bundle.length, signedBy: bundle[signedBy] === first ? 'first' : 'second' });
    await clock.advance(5 * minute);
  }
  expect(seen).toStrictEqual([
    { trusted: 2, signedBy: 'first' },
    { trusted: 2, signedBy: 'first' },
    { trusted: 2, signedBy: 'second' },
    { trusted: 2, signedBy: 'second' },
    { trusted: 2, signedBy: 'second' },
    { trusted: 1, signedBy: 'second' },
  ]);
});

it('an authority whose Secret is empty again is followed by another, and the certificate goes on until that is trusted', async () => {
  const { kubernetes, start, clock } = issuingWorld();
  await start().run();
  const cert = kubernetes.read('ops/bus-nats-tls', 'tls.crt');
  kubernetes.secrets.delete('ops/bus-nats-ca');
  kubernetes.apply('ops/bus-nats-ca');
  await start().run();
  expect(splitBundle(kubernetes.read(worker, 'ca.crt') ?? '')).toHaveLength(2);
  expect(kubernetes.read('ops/bus-nats-tls', 'tls.crt')).toBe(cert);
  await clock.advance(11 * minute);
  await start().run();
  expect(kubernetes.read('ops/bus-nats-tls', 'tls.crt')).not.toBe(cert);
});

it('a certificate that somebody else writes is left alone, and clients trust its authority as it changes', async () => {
  const world = issuingWorld();
  const other = issuingWorld();
  await other.start().run();
  const given = other.kubernetes.secrets.get('ops/bus-nats-tls');
  world.certificates = { issuer: 'secret', secret: 'own-tls' };
  const issuer = world.start();
  expect(await issuer.run()).toMatchObject({
    problems: ["the servers' certificate: Secret 'ops/own-tls' holds no ca.crt; put the authority there"],
  });
  if (given) world.kubernetes.secrets.set('ops/own-tls', { ...given, metadata: { resourceVersion: '1' } });
  await issuer.run();
  expect(world.kubernetes.read(worker, 'ca.crt')).toBe(other.kubernetes.read('ops/bus-nats-tls', 'ca.crt'));
  expect(world.kubernetes.writes.filter((write) => /ca|tls/.test(write))).toStrictEqual([]);
});

it('a rotation: the servers know both, then the client has the new one, then the old one goes', async () => {
  const world = issuingWorld();
  const { kubernetes, clock } = world;
  const issuer = world.start();
  await issuer.run();
  const old = world.idOf(worker) ?? '';
  kubernetes.annotate(worker, rotate('please'));
  world.answer = 'refused';
  expect(await issuer.run()).toMatchObject({ waiting: true });
  await clock.advance(60 * minute);
  await issuer.run();
  expect([world.known().length, world.idOf(worker)]).toStrictEqual([4, old]);
  world.answer = 'accepted';
  expect(await issuer.run()).toMatchObject({ waiting: false });
  const next = world.idOf(worker) ?? '';
  expect([next === old, world.known().includes(old), world.known().includes(next)]).toStrictEqual([false, true, true]);
  await issuer.run();
  await clock.advance(6 * minute);
  await issuer.run();
  expect([world.known().includes(old), world.known().includes(next), world.known().length]).toStrictEqual([
    false,
    true,
    3,
  ]);
  await issuer.run();
  expect(world.idOf(worker)).toBe(next);
});

it('servers that do not answer are waited for, and then taken to have read what was mounted', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  const old = world.idOf(worker);
  world.kubernetes.annotate(worker, rotate('please'));
  world.answer = 'away';
  await issuer.run();
  await world.clock.advance(2 * minute);
  await issuer.run();
  expect(world.idOf(worker)).toBe(old);
  await world.clock.advance(minute);
  await issuer.run();
  expect(world.idOf(worker)).not.toBe(old);
});

it('a key that was removed is made anew, and whoever holds the old credential keeps its connection for a while', async () => {
  const world = issuingWorld();
  await world.start().run();
  const old = world.idOf(worker) ?? '';
  world.kubernetes.secrets.delete(worker);
  world.kubernetes.apply(worker);
  await world.start().run();
  expect(world.idOf(worker)).not.toBe(old);
  expect(world.known()).toContain(old);
});

it('what is no longer declared goes after a while; what is new holds at once', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  const mentions = (source: string) =>
    (world.kubernetes.read('ops/bus-nats-users', 'auth.conf') ?? '').includes(source);
  world.documents = [calendar('b')];
  await issuer.run();
  expect([mentions('ew.e.ci.a.tick'), mentions('ew.e.ci.b.tick')]).toStrictEqual([true, true]);
  await world.clock.advance(16 * minute);
  await issuer.run();
  expect([mentions('ew.e.ci.a.tick'), mentions('ew.e.ci.b.tick')]).toStrictEqual([false, true]);
  world.documents = [];
  await issuer.run();
  await world.clock.advance(16 * minute);
  await issuer.run();
  expect(world.known()).not.toContain(world.idOf(worker));
});

it('nothing goes of a namespace that cannot be read', async () => {
  const world = issuingWorld();
  const issuer = world.start();
  await issuer.run();
  world.documents = [];
  world.unread.add('ci');
  for (let round = 0; round < 3; round++) {
    await issuer.run();
    await world.clock.advance(day);
  }
  expect(world.known()).toContain(world.idOf(worker));
});

it('a namespace in which it may not write is a problem of its own', async () => {
  const world = issuingWorld();
  world.documents = [calendar('a'), calendar('b', { namespace: 'shop', worker: 'cart' })];
  world.kubernetes.forbidden.add('shop');
  const { problems } = await world.start().run();
  expect(problems).toStrictEqual(['worker shop/cart: secrets is forbidden in shop']);
  expect(world.idOf(worker)).toBeDefined();
});

it.each([
  ['ops/audit', { 'eventwright.dev/bus': 'audit' }],
  ['shop/bus', { 'eventwright.dev/bus': 'bus', 'eventwright.dev/bus-namespace': 'shop' }],
])('a Secret of another bus is left alone: %s', async (of, labels) => {
  const world = issuingWorld();
  await world.start().run();
  const found = world.kubernetes.secrets.get(worker);
  if (found) world.kubernetes.secrets.set(worker, { ...found, metadata: { ...found.metadata, labels } });
  world.kubernetes.writes.length = 0;
  const { problems } = await world.start().run();
  expect(problems).toStrictEqual([
    `worker ci/main: Secret '${worker}' is of the event bus '${of}'; give one of the two another name`,
  ]);
  expect(world.kubernetes.writes).not.toContain(`PATCH ${worker}`);
});

it('where a Secret is not there, it says so, makes none, and goes on with the others', async () => {
  const world = issuingWorld();
  const { kubernetes } = world;
  const all = [...kubernetes.secrets.keys()];
  const said = 'is not there; apply the manifests again';
  const expected = {
    'ops/bus-nats-ca': "the servers' certificate",
    'ops/bus-nats-tls': "the servers' certificate",
    'ops/bus-nats-users': "the servers' users",
    'ops/keeper-keeper-bus': 'keeper ops/keeper',
    'ops/bus-operator-bus': 'operator ops/bus',
    'ci/main-worker-bus': 'worker ci/main',
  };
  for (const [name, what] of Object.entries(expected)) {
    kubernetes.secrets.clear();
    kubernetes.apply(...all.filter((other) => other !== name));
    const { problems } = await world.start().run();
    expect(problems).toStrictEqual([`${what}: Secret '${name}' ${said}`]);
    kubernetes.apply(name);
    expect(await world.start().run()).toMatchObject({ problems: [] });
  }
  expect(kubernetes.writes.filter((write) => write.startsWith('POST'))).toStrictEqual([]);
});

it('servers that have a file are asked, also where nobody remembers whom it lets in', async () => {
  const world = issuingWorld();
  const { kubernetes } = world;
  await world.start().run();
  const found = kubernetes.secrets.get('ops/bus-nats-users');
  if (found) kubernetes.secrets.set('ops/bus-nats-users', { ...found, data: { 'auth.conf': '' } });
  kubernetes.secrets.delete(worker);
  kubernetes.apply(worker);
  world.answer = 'refused';
  expect(await world.start().run()).toMatchObject({ waiting: true });
  expect(world.idOf(worker)).toBeUndefined();
});

it('with users of your own it tells clients whom to trust, and makes nothing else', async () => {
  const world = issuingWorld();
  const { kubernetes } = world;
  world.users = 'own';
  world.answer = 'refused';
  kubernetes.secrets.delete('ops/bus-nats-users');
  kubernetes.secrets.delete('ops/bus-operator-bus');
  const issuer = world.start();
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: false });
  kubernetes.apply('shop/cart-worker-bus');
  world.documents = [calendar('a'), calendar('b', { namespace: 'shop', worker: 'cart' })];
  expect(await issuer.run()).toMatchObject({ problems: [], waiting: false });
  const held = [...kubernetes.secrets].map(([name, { data }]) => [name, Object.keys(data).sort().join(' ')]);
  expect(Object.fromEntries(held)).toStrictEqual({
    'ops/bus-nats-ca': 'ca.crt ca.key',
    'ops/bus-nats-tls': 'ca.crt tls.crt tls.key',
    'ops/keeper-keeper-bus': 'ca.crt',
    'ci/main-worker-bus': 'ca.crt',
    'shop/cart-worker-bus': 'ca.crt',
  });
});

it('of two keepers at once, one writes each Secret and the other takes it as it is', async () => {
  const world = issuingWorld();
  const both = [world.start(), world.start()];
  for (let round = 0; round < 6; round++) {
    await Promise.allSettled(both.map((issuer) => issuer.run()));
    await world.clock.advance(10 * minute);
  }
  await both[0]?.run();
  const ids = ['ci/main-worker-bus', 'ops/keeper-keeper-bus', 'ops/bus-operator-bus'].map(world.idOf);
  expect(world.known().sort()).toStrictEqual(ids.sort());
});

describe.each(['before', 'after'] as const)('a keeper that dies %s a write', (when) => {
  it.each([
    ['a first round', undefined],
    ['a rotation of a client', worker],
    ['a rotation of the authority', 'ops/bus-nats-ca'],
    ['a rotation of the certificate', 'ops/bus-nats-tls'],
  ])(
    'goes on where it was: %s',
    async (_, rotated) => {
      for (let at = 0; at < 8; at++) {
        const world = issuingWorld();
        if (rotated !== undefined) {
          await world.start().run();
          world.kubernetes.annotate(rotated, rotate('now'));
        }
        let left = at;
        world.kubernetes.onWrite = (now) => {
          if (now === when && left-- === 0) throw new Error('it dies');
        };
        await world
          .start()
          .run()
          .catch(() => {});
        world.kubernetes.onWrite = () => {};
        for (let round = 0; round < 5; round++) {
          await world.start().run();
          await world.clock.advance(15 * minute);
        }
        const ids = ['ci/main-worker-bus', 'ops/keeper-keeper-bus', 'ops/bus-operator-bus'].map(world.idOf);
        expect(world.known().sort()).toStrictEqual(ids.sort());
        const ca = world.kubernetes.read('ops/bus-nats-ca', 'ca.crt') ?? '';
        expect(world.kubernetes.read(worker, 'ca.crt')).toBe(ca);
        const certificate = new X509Certificate(world.kubernetes.read('ops/bus-nats-tls', 'tls.crt') ?? '');
        expect(isIssuedBy(certificate, ca)).toBe(true);
      }
    },
    60_000,
  );
});
