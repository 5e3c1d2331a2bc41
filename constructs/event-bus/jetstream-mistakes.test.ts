import { Chart, Testing } from 'cdk8s';
import { natsUser } from '../../model/event-bus/jetstream-auth.ts';
import { JetStreamEventBus } from './jetstream.ts';

const small = { version: '2.15.2', persistence: { size: '20Gi' } } as const;
const ownUsers = {
  secret: 'nats-users',
  client: natsUser({ user: 'eventwright', password: { name: 'nats', key: 'password' } }),
};

function declare(props: object = {}, id = 'bus') {
  const chart = new Chart(Testing.app(), 'ops', { namespace: 'ops' });
  return new JetStreamEventBus(chart, id, { ...small, ...props });
}

const errors: readonly [what: string, props: object][] = [
  ['latest', { version: 'latest' }],
  ['a version that nobody knows', { version: '2.9.0' }],
  ['two replicas', { replicas: 2 }],
  ['four replicas', { replicas: 4 }],
  ['no replicas', { replicas: 0 }],
  ['more copies than servers', { replicas: 1, copies: 3 }],
  ['no volume', { persistence: undefined }],
  ['a volume and none', { ephemeral: true }],
  ['a volume that is too small', { persistence: { size: '100Mi' } }],
  ['a quota larger than the volume', { quotas: { events: '20Gi' } }],
  ['an option that there is not', { replica: 3 }],
  ['a raw key that an option stands for', { settings: { raw: { max_payload: '1MB' } } }],
  ['a raw key that the construct owns', { settings: { raw: { Port: 4223 } } }],
  ['a raw key within a block', { settings: { raw: { jetstream: { store_dir: '/tmp' }, cluster: { routes: [] } } } }],
  ['a raw block that is none', { settings: { raw: { cluster: 'main' } } }],
  ['a raw value that is nothing', { settings: { raw: { max_subscriptions: null } } }],
  ['a payload that NATS does not take', { settings: { maxPayload: '65Mi' } }],
  ['a payload larger than what may wait', { settings: { maxPayload: '8Mi', maxPending: '4Mi' } }],
  ['a goodbye that is too short', { settings: { lameDuckDuration: '10s' } }],
  ['a sync that is none', { settings: { syncInterval: 'never' } }],
  ['the value of a key', { settings: { encryption: { key: 'secret' } } }],
  ['an issuer that nobody knows', { tls: { issuer: 'vault' } }],
  ['an image that is not pinned', { images: { server: 'registry:5000/nats' } }],
  ['an image that is the latest', { images: { server: 'nats:latest' } }],
  ['a monitor of nothing', { exporter: false, podMonitor: {} }],
  ['a namespace that is none', { allowNamespaces: ['Shop'] }],
  ['no reloader, and users of the keeper', { reloader: false, tls: { issuer: 'secret', secret: 'nats-tls' } }],
  ['no reloader, and certificates of the keeper', { reloader: false, auth: ownUsers }],
  ['a registry with a scheme', { images: { registry: 'https://mirror.example.com' } }],
  ['a quota that holds no message', { quotas: { deadLetters: '1Mi' } }],
  ['more memory for streams than there is', { settings: { maxMemoryStore: '8Gi' } }],
  ['the other name of a raw key', { settings: { raw: { pidfile: '/tmp/pid' } } }],
  ['a raw key twice', { settings: { raw: { jetstream: { strict: true, Strict: false }, JetStream: {} } } }],
  ['a history that is too short', { history: '5s' }],
  ['an option that the keeper has from the bus', { keeper: { replicas: 3 } }],
  ["a wrong option of the keeper's pods", { keeper: { tolerations: {} } }],
  ['a list of a policy that is misspelt', { networkPolicy: { client: [] } }],
  ['a policy that is none', { networkPolicy: true }],
  ['a runtime that is not pinned', { image: 'eventwright:latest' }],
  ['a label that policies go by', { labels: { 'eventwright.dev/bus': 'other' } }],
  ['a part of a container that there is not', { podTemplate: { spec: { containers: [{ name: 'reload' }] } } }],
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
latest
  ops/bus: version 'latest' is another server tomorrow; pin one: '2.15.2', '2.14.9', '2.12.15'
a version that nobody knows
  ops/bus: version '2.9.0' is not supported; use one of '2.15.2', '2.14.9', '2.12.15'
two replicas
  ops/bus: replicas 2 is even: where one of two servers is away, the other stops too; use 1 or 3
four replicas
  ops/bus: replicas 4 is even: it bears no more failures than 3; use 3 or 5
no replicas
  ops/bus: replicas 0 must be 1, 3 or a larger odd number
more copies than servers
  ops/bus: copies: 3 copies need as many servers, and there are 1
no volume
  ops/bus: it has no volumes; write persistence: { size: '20Gi' }, or ephemeral: true where nothing needs to be kept
a volume and none
  ops/bus: 'persistence' and 'ephemeral' exclude each other; keep one
a volume that is too small
  ops/bus: persistence.size '100Mi' is too small for a bus; it is '256Mi' at least
a quota larger than the volume
  ops/bus: quotas: together they are 24993Mi (events 20Gi, journals 2785Mi, notes 64Mi, members 16Mi, deadLetters 1392Mi, outcomes 256Mi), and a volume of 20Gi has room for 17408Mi; lower them, or ask for a larger volume
an option that there is not
  ops/bus: there is no option 'replica', did you mean 'replicas'?
a raw key that an option stands for
  ops/bus: settings.raw.max_payload is not yours to say here: say it by 'settings.maxPayload'; take it out
a raw key that the construct owns
  ops/bus: settings.raw.Port is not yours to say here: the construct decides where servers listen; take it out
a raw key within a block
  ops/bus: settings.raw.jetstream.store_dir is not yours to say here: the volume's size decides it; take it out
ops/bus: settings.raw.cluster.routes is not yours to say here: the construct decides where servers listen; take it out
a raw block that is none
  ops/bus: settings.raw.cluster must be a map; it is merged into the construct's own
a raw value that is nothing
  ops/bus: settings.raw.max_subscriptions must not hold null; leave out what is not set
a payload that NATS does not take
  ops/bus: settings.maxPayload '65Mi' is more than NATS takes, '64Mi'; keep large data elsewhere, and send where
a payload larger than what may wait
  ops/bus: settings.maxPending '4Mi' is less than one message of 8Mi; raise it, or lower 'maxPayload'
a goodbye that is too short
  ops/bus: settings.lameDuckDuration '10s' is too short: NATS wants '30s' at least
a sync that is none
  ops/bus: settings.syncInterval 'never' is not a duration; write a number and a unit, for example '30s'
the value of a key
  ops/bus: settings.encryption.key must be a reference to a Kubernetes Secret, { name: 'github', key: 'secret' }, never the value itself
an issuer that nobody knows
  ops/bus: tls.issuer must name its issuer: 'keeper', 'secret' or 'cert-manager'
an image that is not pinned
  ops/bus: images.server 'registry:5000/nats' must be pinned: a tag other than 'latest', or a digest
an image that is the latest
  ops/bus: images.server 'nats:latest' must be pinned: a tag other than 'latest', or a digest
a monitor of nothing
  ops/bus: podMonitor: there is nothing to scrape without 'exporter'
a namespace that is none
  ops/bus: allowNamespaces: 'Shop' cannot name a namespace; use lower-case letters, digits and '-', at most 63 characters, for example 'shop'
no reloader, and users of the keeper
  ops/bus: reloader: without it no server hears of the users and certificates that the keeper makes; take it out, or bring both: 'auth', and a 'tls' of issuer 'secret'
no reloader, and certificates of the keeper
  ops/bus: reloader: without it no server hears of the users and certificates that the keeper makes; take it out, or bring both: 'auth', and a 'tls' of issuer 'secret'
a registry with a scheme
  ops/bus: images.registry 'https://mirror.example.com' is no registry; write it like 'registry.example.com/mirror'
a quota that holds no message
  ops/bus: quotas.deadLetters '1Mi' has no room for one message of 8Mi; raise it, or lower 'settings.maxPayload'
more memory for streams than there is
  ops/bus: settings.maxMemoryStore '8Gi' is all the memory of a server, or more; lower it, or raise the limit in 'resources'
the other name of a raw key
  ops/bus: settings.raw.pidfile is not yours to say here: the construct decides where servers listen; take it out
a raw key twice
  ops/bus: settings.raw.jetstream.Strict is 'strict' again, for NATS knows no case; keep one
ops/bus: settings.raw.JetStream is 'jetstream' again, for NATS knows no case; keep one
a history that is too short
  ops/bus: history '5s' is too short: it is a minute at least; write, for example, '1m' or '7d'
an option that the keeper has from the bus
  ops/bus: keeper: there is no option 'replicas'; there is 'networkPolicy', 'nodeSelector', 'tolerations', 'affinity', 'topologySpread', 'priorityClassName', 'resources', 'podSecurityContext', 'containerSecurityContext', 'imagePullPolicy', 'imagePullSecrets', 'labels', 'annotations', 'env', 'volumes', 'volumeMounts', 'containers', 'podTemplate'
a wrong option of the keeper's pods
  ops/bus: keeper: tolerations {} must be a list
a list of a policy that is misspelt
  ops/bus: networkPolicy: there is no option 'client', did you mean 'clients'?
a policy that is none
  ops/bus: networkPolicy: true must be an object with 'clients', 'metrics'
a runtime that is not pinned
  ops/bus: image 'eventwright:latest' must be pinned: a tag other than 'latest', or a digest
a label that policies go by
  ops/bus: labels: 'eventwright.dev/bus' is ours, for NetworkPolicies go by it; take it out
a part of a container that there is not
  ops/bus: podTemplate.spec.containers: container 'reload' has no image, and the pod has none of that name, did you mean 'reloader'?
"
`);
});

it.each(['9bus', 'Bus', 'b'.repeat(46)])('%s cannot name a bus', (id) => {
  expect(() => declare({}, id)).toThrow(`'${id}' cannot name an event bus`);
});

it('a second bus of its name is refused', () => {
  const chart = new Chart(Testing.app(), 'ops', { namespace: 'ops' });
  new JetStreamEventBus(chart, 'bus', small);
  const other = new Chart(chart, 'other', { namespace: 'ops' });
  expect(() => new JetStreamEventBus(other, 'bus', small)).toThrow(
    "ops/other/bus: ops/bus is an event bus 'bus' of this namespace already; rename one of them",
  );
});

it('workers of other namespaces need that of the bus', () => {
  const chart = new Chart(Testing.app(), 'ops');
  expect(() => new JetStreamEventBus(chart, 'bus', { ...small, allowNamespaces: ['shop'] })).toThrow(
    'ops/bus: allowNamespaces: workers elsewhere reach the bus by its namespace, and its chart has none; give it one',
  );
});
