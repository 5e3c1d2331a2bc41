import { Chart, Testing } from 'cdk8s';
import { ExternalKafkaBus } from './kafka.ts';

const secret = { name: 'kafka', key: 'password' };

function declare(props: object = {}, id = 'bus') {
  const chart = new Chart(Testing.app(), 'ops', { namespace: 'ops' });
  return new ExternalKafkaBus(chart, id, { brokers: ['kafka:9092'], ...props });
}

const errors: readonly [what: string, props: object][] = [
  ['no brokers', { brokers: undefined }],
  ['a list in a text', { brokers: ['a:9092,b:9092'] }],
  ['servers of NATS', { servers: ['nats://nats:4222'] }],
  ['a name that its id is', { name: 'other' }],
  ['an option that there is not', { partition: 3 }],
  ['Kerberos', { sasl: { mechanism: 'GSSAPI' } }],
  ['the password itself', { sasl: { mechanism: 'PLAIN', username: 'ci', password: 'hunter2' } }],
  ['tokens of nobody', { sasl: { mechanism: 'OAUTHBEARER', clientId: 'ci', clientSecret: secret } }],
  ['a certificate alone', { tls: { cert: secret } }],
  ['an even number of copies', { replicationFactor: 2 }],
  ['copies that nobody waits for', { minInSyncReplicas: 1 }],
  ['a history that is gone', { keeper: { history: '30d' } }],
  ['copies in two places', { keeper: { replicas: 1 } }],
  ['a keeper of nothing', { keeper: true }],
  ['a quota of the keeper', { keeper: { quotas: { events: '20 GB' } } }],
];

it('what is wrong is told with its path and what to do', () => {
  const messages = errors.map(([what, props]) => {
    try {
      declare(props);
      return `${what}: accepted`;
    } catch (error) {
      return `${what}\n  ${(error as Error).message}`;
    }
  });
  expect(`\n${messages.join('\n')}\n`).toMatchInlineSnapshot(`
"
no brokers
  ops/bus: brokers is missing
a list in a text
  ops/bus: brokers.0 'a:9092,b:9092' is no broker's address; write it like 'kafka-0.kafka:9092'
servers of NATS
  ops/bus: there is no option 'servers'; there is 'kind', 'name', 'brokers', 'sasl', 'tls', 'topicPrefix', 'partitions', 'replicationFactor', 'minInSyncReplicas', 'retention', 'versions', 'producer'
a name that its id is
  ops/bus: there is no option 'name'; its id is its name, 'bus'
an option that there is not
  ops/bus: there is no option 'partition', did you mean 'partitions'?
Kerberos
  ops/bus: sasl.mechanism must be 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512' or 'OAUTHBEARER'
the password itself
  ops/bus: sasl.password must be a reference to a Kubernetes Secret, { name: 'github', key: 'secret' }, never the value itself
tokens of nobody
  ops/bus: sasl.tokenEndpoint is missing
a certificate alone
  ops/bus: tls needs 'cert' and 'key' together
an even number of copies
  ops/bus: replicationFactor 2 is no number of copies; use 1, 3 or 5
copies that nobody waits for
  ops/bus: minInSyncReplicas 1 is no majority of 3 copies: what is accepted could be lost; use 2
a history that is gone
  ops/bus: keeper: history '30d' is longer than the brokers keep events, '7d'; raise 'retention', or lower it
copies in two places
  ops/bus: keeper: there is no option 'replicas'; there is 'quotas', 'history', 'grace', 'namespaces', 'image', 'networkPolicy', 'podMonitor', 'nodeSelector', 'tolerations', 'affinity', 'topologySpread', 'priorityClassName', 'resources', 'podSecurityContext', 'containerSecurityContext', 'imagePullPolicy', 'imagePullSecrets', 'labels', 'annotations', 'env', 'volumes', 'volumeMounts', 'containers', 'podTemplate'
a keeper of nothing
  ops/bus: keeper: true must be an object with 'quotas', 'history', 'grace', 'namespaces', 'image', 'networkPolicy', 'podMonitor', 'nodeSelector', 'tolerations', 'affinity', 'topologySpread', 'priorityClassName', 'resources', 'podSecurityContext', 'containerSecurityContext', 'imagePullPolicy', 'imagePullSecrets', 'labels', 'annotations', 'env', 'volumes', 'volumeMounts', 'containers', 'podTemplate'
a quota of the keeper
  ops/bus/bus: quotas.events '20 GB' is not a quantity; write a number and a unit, for example '1Mi'
"
`);
});

it.each(['9bus', 'Bus', 'b'.repeat(46)])('%s cannot name a bus', (id) => {
  expect(() => declare({}, id)).toThrow(`'${id}' cannot name an event bus`);
});

it('what is no configuration is told as that', () => {
  expect(() => ExternalKafkaBus.fromConfig('kafka:9092' as never)).toThrow(
    "ExternalKafkaBus.fromConfig: 'kafka:9092' must be an object: { name, brokers }, or the status.config of a bus",
  );
  expect(() => ExternalKafkaBus.fromConfig({ name: 'main', brokers: [] })).toThrow(
    "event bus 'main': brokers [] must be a list of at least 1",
  );
});
