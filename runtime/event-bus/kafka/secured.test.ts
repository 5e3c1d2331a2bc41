import { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } from '@platformatic/kafka';
import type { Address } from '../../../model/event/address.ts';
import type { KafkaEventBusConfig } from '../../../model/event-bus/kafka.ts';
import { createTestAuthority, type TestAuthority } from '../../support/testing/certificates.ts';
import { event, ids, isStored, publishAll, pushed, readAll, startLog } from '../conformance/log.ts';
import { createBusContext } from '../testing/bus-context.ts';
import { connectKafka } from './connection.ts';
import { kafkaDriver } from './driver.ts';
import { toSpec } from './testing/bus-spec.ts';
import { declare } from './testing/declared.ts';
import type { KafkaCluster } from './testing/kafka-cluster.ts';
import { rootPassword, startSecuredKafka } from './testing/secured.ts';
import { startTokenEndpoint, tokenLifeSeconds } from './testing/token-endpoint.ts';

const ca = { name: 'pki', key: 'ca' };
const password = { name: 'kafka', key: 'password' };
const root = { mechanism: 'SCRAM-SHA-512', username: 'root', password } as const;
const alice = { ...root, username: 'alice' };

let ours: TestAuthority;
let strange: TestAuthority;
beforeAll(() => {
  ours = createTestAuthority();
  strange = createTestAuthority();
});
afterAll(() => {
  ours[Symbol.dispose]();
  strange[Symbol.dispose]();
});

describe('a broker that wants a password', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startSecuredKafka({ authority: ours, by: 'password', users: { alice: 'wonder' } });
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  const secrets = (of: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    'pki/ca': ours.cert,
    'kafka/password': rootPassword,
    ...of,
  });
  const connect = (options: Partial<KafkaEventBusConfig>, values = secrets()) =>
    connectKafka(toSpec(cluster.addresses, options), createBusContext(values));

  it('lets in who knows it', async () => {
    await using connection = await connect({ sasl: root, tls: { ca } });
    expect(connection.user).toBe("user 'root'");
  });

  it.each<[string, Partial<KafkaEventBusConfig>, () => Readonly<Record<string, string>>, string]>([
    [
      'a wrong password',
      { sasl: root, tls: { ca } },
      () => secrets({ 'kafka/password': 'guessed' }),
      "the brokers refused user 'root': authentication failed; compare 'sasl' and its Secrets with their users",
    ],
    [
      'a user whom nobody knows',
      { sasl: { ...root, username: 'mallory' }, tls: { ca } },
      secrets,
      "the brokers refused user 'mallory': authentication failed; compare 'sasl' and its Secrets with their users",
    ],
    [
      'another mechanism',
      { sasl: { ...root, mechanism: 'PLAIN' }, tls: { ca } },
      secrets,
      "the brokers do not know the mechanism that user 'root' uses; compare 'sasl.mechanism' with theirs",
    ],
    [
      'an authority that did not sign its certificate',
      { sasl: root, tls: { ca } },
      () => secrets({ 'pki/ca': strange.cert }),
      'its certificate is signed by nobody we trust (SELF_SIGNED_CERT_IN_CHAIN); set tls.ca',
    ],
    [
      'another name than it has',
      { sasl: root, tls: { ca, serverName: 'kafka.test' } },
      secrets,
      "its certificate is for another name (Host: kafka.test. is not cert's CN: 127.0.0.1); set tls.serverName",
    ],
  ])('refuses for good, and says why: %s', async (_, options, values, why) => {
    await expect(connect(options, values())).rejects.toMatchObject({
      code: 'busRefused',
      message: `${cluster.addresses[0]}: ${why}`,
    });
  });

  it('takes no TLS for an outage, with a hint', async () => {
    const stop = new AbortController();
    const context = createBusContext(secrets(), stop.signal);
    const connecting = connectKafka(toSpec(cluster.addresses, { sasl: root }), context);
    await context.logged('if this goes on, compare tls and sasl with what the brokers want');
    stop.abort(new Error('stopped'));
    await expect(connecting).rejects.toThrow('stopped');
  });

  it('a password that was changed is read anew', async () => {
    const context = createBusContext(secrets({ 'kafka/password': 'wonder' }));
    const spec = toSpec(cluster.addresses, { sasl: alice, tls: { ca } });
    await using _ = await connectKafka(spec, context);
    context.values.set('kafka/password', 'guessed');
    await expect(connectKafka(spec, context)).rejects.toMatchObject({ code: 'busRefused' });
  });

  it('a worker may do what its lists allow, and is told what they do not', async () => {
    const spec = toSpec(cluster.addresses, { sasl: root, tls: { ca }, topicPrefix: 'acl' });
    await using admin = await kafkaDriver.connectAdmin(spec, createBusContext(secrets()));
    await admin.apply({ quotas: {}, declared: declare(spec, [{ namespace: 'shop', worker: 'main' }]) });
    await using keeper = await connectKafka(spec, createBusContext(secrets()));
    await keeper.admin.createAcls({ creations: [allowAlice('acl.e.shop.git', AclOperations.WRITE)] });
    const client = { component: 'worker', namespace: 'shop', name: 'main', replica: 'main-0' } as const;
    const context = { ...createBusContext(secrets({ 'kafka/password': 'wonder' })), client };
    await using bus = await kafkaDriver.connect({ ...spec, sasl: alice }, context);
    await publishAll(bus, ['1']);
    const partition = { namespace: 'shop', worker: 'main', index: 0 };
    const append = (await bus.journal(partition)).append(new Uint8Array(1), undefined);
    const denied =
      "Kafka: user 'alice' lacks the right to describe the topic acl.j.shop.main; grant what this prints: eventwright bus users";
    await expect(append).rejects.toMatchObject({ code: 'busRefused', message: denied });
    await expect(bus.health()).resolves.toStrictEqual({ ready: false, reason: denied });
    await keeper.admin.createAcls({ creations: [allowAlice('acl.j.shop.main', AclOperations.READ)] });
    const again = (await bus.journal(partition)).append(new Uint8Array(1), undefined);
    await expect(again).rejects.toMatchObject({
      code: 'busRefused',
      message: expect.stringMatching(
        /^Kafka: publishing to acl\.j\.shop\.main: .*; grant what this prints: eventwright bus users$/,
      ),
    });
    await using reader = await kafkaDriver.connect(spec, createBusContext(secrets()));
    await expect(reader.publish(elsewhere, event('2'))).rejects.toMatchObject({
      code: 'busUnavailable',
      message: 'Kafka: the topic acl.e.shop.hub is missing; run: eventwright bus apply',
    });
    expect(ids(await readAll(reader))).toStrictEqual(['1']);
  });

  it('who reads is told once what it may not see, or what is missing, and reads it as soon as it can', async () => {
    const spec = toSpec(cluster.addresses, { sasl: root, tls: { ca }, topicPrefix: 'wait' });
    await using admin = await kafkaDriver.connectAdmin(spec, createBusContext(secrets()));
    await admin.apply({ quotas: {}, declared: declare(spec, [{ namespace: 'shop', worker: 'main' }]) });
    const context = createBusContext(secrets());
    await using writer = await kafkaDriver.connect(spec, context);
    await publishAll(writer, ['1']);
    await using log = startLog(writer, await writer.resolve('now', [pushed]), [pushed, elsewhere]);
    const what = 'wait.e.shop.git, wait.e.shop.hub';
    const missing = `not all is read of ${what}: Kafka: the topic wait.e.shop.hub is missing; run: eventwright bus apply`;
    await context.logged(missing);

    const ofAlice = createBusContext(secrets({ 'kafka/password': 'wonder' }));
    await using bus = await kafkaDriver.connect({ ...spec, sasl: alice }, ofAlice);
    await using denied = startLog(bus, await bus.resolve('beginning', [pushed]));
    const lacks =
      "not all is read of wait.e.shop.git: Kafka: user 'alice' lacks the right to describe the topic wait.e.shop.git; grant what this prints: eventwright bus users";
    await ofAlice.logged(lacks);
    await using keeper = await connectKafka(spec, createBusContext(secrets()));
    await keeper.admin.createAcls({ creations: [allowAlice('wait.e.shop.git', AclOperations.READ)] });
    expect(await denied.next(isStored)).toMatchObject({ event: { id: '1' } });
    expect(ofAlice.lines.filter((line) => line === lacks).length).toBe(1);

    const both = [{ namespace: 'shop', worker: 'main', eventSources: ['git', 'hub'] }];
    await admin.apply({ quotas: {}, declared: declare(spec, both) });
    await writer.publish(elsewhere, event('2'));
    expect(await log.next(isStored)).toMatchObject({ event: { id: '2' } });
    expect(context.lines.filter((line) => line === missing).length).toBe(1);
  });
});

const elsewhere: Address = { class: 'event', namespace: 'shop', eventSource: 'hub', event: 'push' };

function allowAlice(topic: string, operation: (typeof AclOperations)[keyof typeof AclOperations]) {
  return {
    resourceType: ResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: 'User:alice',
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  };
}

it('a broker that wants a token knows its client by it, and refuses one that is no token', async () => {
  await using cluster = await startSecuredKafka({ authority: ours, by: 'token' });
  let user = 'root';
  await using endpoint = await startTokenEndpoint({ secret: 'hush', issue: () => toToken(user) });
  const clientSecret = { name: 'kafka', key: 'secret' };
  const sasl = { mechanism: 'OAUTHBEARER', tokenEndpoint: endpoint.url, clientId: 'ci bot', clientSecret } as const;
  const spec = toSpec(cluster.addresses, { sasl, tls: { ca } });
  const context = createBusContext({ 'pki/ca': ours.cert, 'kafka/secret': 'hush' });
  await using admin = await kafkaDriver.connectAdmin(spec, context);
  await admin.apply({ quotas: {}, declared: declare(spec, [{ namespace: 'shop', worker: 'main' }]) });
  await using bus = await kafkaDriver.connect(spec, context);
  await bus.publish(pushed, event('1'));
  expect(ids(await readAll(bus))).toStrictEqual(['1']);
  user = '';
  await expect(connectKafka(spec, context)).rejects.toMatchObject({
    code: 'busRefused',
    message: `${cluster.addresses[0]}: the brokers refused the token of client 'ci bot', or ask for none there; compare 'sasl' with what they want`,
  });
});

/** An unsigned token of a user, which lasts. */
function toToken(user: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return `${part({ alg: 'none' })}.${part({ sub: user, iat: now, exp: now + tokenLifeSeconds })}.`;
}

describe('a broker that wants a certificate', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startSecuredKafka({ authority: ours, by: 'certificate' });
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  const tls = { ca, cert: { name: 'pki', key: 'cert' }, key: { name: 'pki', key: 'key' } };
  const shown = (by: TestAuthority, name: string) => {
    const { cert, key } = by.issue(name);
    return { 'pki/ca': ours.cert, 'pki/cert': cert, 'pki/key': key };
  };

  it('knows its clients by their certificates', async () => {
    const spec = toSpec(cluster.addresses, { tls, topicPrefix: 'mtls' });
    await using admin = await kafkaDriver.connectAdmin(spec, createBusContext(shown(ours, 'root')));
    await admin.apply({ quotas: {}, declared: declare(spec, [{ namespace: 'shop', worker: 'main' }]) });
    await using bus = await kafkaDriver.connect(spec, createBusContext(shown(ours, 'root')));
    await bus.publish(pushed, event('1'));
    expect(ids(await readAll(bus))).toStrictEqual(['1']);
  });

  it.each<[string, Partial<KafkaEventBusConfig>, () => Readonly<Record<string, string>>, RegExp]>([
    ['none', { tls: { ca } }, () => ({ 'pki/ca': ours.cert }), /client certificate/],
    ['one of another authority', { tls }, () => shown(strange, 'root'), /client certificate/],
  ])('refuses for good, and says why: %s', async (_, options, values, why) => {
    await expect(connectKafka(toSpec(cluster.addresses, options), createBusContext(values()))).rejects.toMatchObject({
      code: 'busRefused',
      message: expect.stringMatching(why),
    });
  });
});
