import { findRefs } from '../document/find-secrets.ts';
import { parseSpec } from '../schema.ts';
import { compareVersions, type KafkaEventBusConfig, kafkaEventBusSchema } from './kafka.ts';

const spec = { kind: 'kafka', name: 'main', brokers: ['kafka:9092'] } as const;
const secret = { name: 'kafka', key: 'it' };
const parse = (options: object) => parseSpec(kafkaEventBusSchema, { ...spec, ...options }, "event bus 'main'");
const endpoint = 'https://login.example.com/oauth2/token';
const oauth = { mechanism: 'OAUTHBEARER', tokenEndpoint: endpoint, clientId: 'ci', clientSecret: secret } as const;

it('what a document holds says everything', () => {
  expect(parse({})).toStrictEqual({
    ...spec,
    topicPrefix: 'ew',
    partitions: 1,
    replicationFactor: 3,
    minInSyncReplicas: 2,
    retention: '7d',
    versions: { min: '3.5' },
    producer: { linger: '0ms', batchSize: '1Mi', compression: 'none' },
  });
  expect(parse(parse({}))).toStrictEqual(parse({}));
});

it.each<[string, Partial<KafkaEventBusConfig>]>([
  ['several brokers', { brokers: ['kafka-0.kafka:9092', '10.0.0.7:9093', '[::1]:9092'] }],
  ['a password', { sasl: { mechanism: 'SCRAM-SHA-512', username: 'ci', password: secret } }],
  ['a user whose name is secret too', { sasl: { mechanism: 'PLAIN', username: secret, password: secret } }],
  ['tokens', { sasl: { ...oauth, scope: 'kafka events', ca: secret, extensions: { logicalCluster: 'lkc-1' } } }],
  ['tokens of this machine', { sasl: { ...oauth, tokenEndpoint: 'http://127.0.0.1:8080/token' } }],
  ['TLS of a public authority', { tls: {} }],
  ['TLS', { tls: { ca: secret, cert: secret, key: secret, serverName: 'kafka.test' } }],
  ['one broker', { replicationFactor: 1, minInSyncReplicas: 1 }],
  ['five copies', { replicationFactor: 5, minInSyncReplicas: 4 }],
  ['events that stay', { retention: 'unlimited' }],
  ['a range of versions', { versions: { min: '3.9', max: '4.3' } }],
  ['batches', { producer: { linger: '5ms', batchSize: '64Ki', compression: 'zstd' } }],
  ['a prefix', { topicPrefix: 'platform.ew', partitions: 12 }],
])('takes %s', (_, options) => {
  expect(parse(options)).toStrictEqual({ ...parse({}), ...options });
});

it.each<[string, object, string]>([
  ['no broker', { brokers: [] }, 'brokers [] must be a list of at least 1'],
  ['no port', { brokers: ['kafka'] }, "brokers.0 'kafka' is no broker's address; write it like 'kafka-0.kafka:9092'"],
  ['a scheme', { brokers: ['kafka://kafka:9092'] }, "brokers.0 'kafka://kafka:9092' is no broker's address"],
  ['a port beyond all ports', { brokers: ['kafka:99999'] }, "brokers.0 'kafka:99999' is no broker's address"],
  ['several in one', { brokers: ['a:9092,b:9092'] }, "brokers.0 'a:9092,b:9092' is no broker's address"],
  ['a password in an address', { brokers: ['u:hunter2@kafka:9092'] }, "give it by 'sasl'"],
  ['a mechanism that is none', { sasl: { mechanism: 'GSSAPI' } }, "sasl.mechanism must be 'PLAIN', 'SCRAM-SHA-256',"],
  [
    'the secret itself',
    { sasl: { mechanism: 'PLAIN', username: 'ci', password: 'hunter2' } },
    'sasl.password must be a reference',
  ],
  ['no user', { sasl: { mechanism: 'PLAIN', password: secret } }, 'sasl.username is missing'],
  [
    'a user that is none',
    { sasl: { mechanism: 'PLAIN', username: 7, password: secret } },
    'sasl.username 7 must be a name, or a reference to a Secret that holds it',
  ],
  ['tokens in the clear', { sasl: { ...oauth, tokenEndpoint: 'http://login/token' } }, 'is no token endpoint'],
  ['a password in a URL', { sasl: { ...oauth, tokenEndpoint: 'https://u:hunter2@l/t' } }, 'holds no credential'],
  ["an extension that is the token's", { sasl: { ...oauth, extensions: { auth: 'x' } } }, "and not 'auth'"],
  ['a certificate without its key', { tls: { cert: secret } }, "tls needs 'cert' and 'key' together"],
  ['a prefix that collides', { topicPrefix: 'ew_ci' }, "topicPrefix 'ew_ci' cannot begin the name of a topic"],
  [
    'a prefix within that of another',
    { topicPrefix: 'ew.e' },
    "topicPrefix 'ew.e' could be within the topics of another",
  ],
  ['a pause that outlasts patience', { producer: { linger: '2s' } }, "producer.linger '2s' is longer than '1s'"],
  ['no partition', { partitions: 0 }, 'partitions 0 must be at least 1'],
  ['two copies', { replicationFactor: 2 }, 'replicationFactor 2 is no number of copies; use 1, 3 or 5'],
  ['one copy, and two', { replicationFactor: 1 }, 'minInSyncReplicas 2 is more than the one copy there is'],
  ['no majority', { minInSyncReplicas: 1 }, 'minInSyncReplicas 1 is no majority of 3 copies'],
  ['all of them', { minInSyncReplicas: 3 }, 'minInSyncReplicas 3 leaves no copy that may be away; use 2'],
  ['a short memory', { retention: '5s' }, "retention '5s' is too short"],
  ['a memory without an end', { retention: 'forever' }, "retention 'forever' is not a duration"],
  ['a version that is none', { versions: { min: '3.9.1' } }, "versions.min '3.9.1' is no version of Kafka"],
  ['a range that is empty', { versions: { min: '4.3', max: '3.10' } }, "no version lies between '4.3' and '3.10'"],
  ['a batch that is too large', { producer: { batchSize: '2Mi' } }, "producer.batchSize '2Mi' must be from '1Ki'"],
  ['a compression of another', { producer: { compression: 'br' } }, "producer.compression 'br' is not allowed"],
])('refuses %s', (_, options, message) => {
  let told = '';
  try {
    parse(options);
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told).toContain(message);
  expect(told).toMatch(/^event bus 'main': /);
  expect(told).not.toContain('hunter2');
});

it('its secrets are found, and nothing else is taken for one', () => {
  const ref = (key: string) => ({ name: 'kafka', key });
  const sasl = { ...oauth, clientSecret: ref('secret'), ca: ref('ca'), extensions: { name: 'a', key: 'b' } };
  expect(findRefs(parse({ sasl, tls: { ca: ref('broker-ca') } }))).toStrictEqual([
    ref('secret'),
    ref('ca'),
    ref('broker-ca'),
  ]);
});

it.each([
  ['3.9', '3.10', -1],
  ['4.0', '3.10', 1],
  ['3.9', '3.9', 0],
] as const)('%s and %s are compared as numbers', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
