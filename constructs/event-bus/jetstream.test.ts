import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import type { Container } from 'kubernetes-types/core/v1.js';
import { natsUser } from '../../model/event-bus/jetstream-auth.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { everyOption } from './jetstream/testing/every-option.ts';
import { JetStreamEventBus, type JetStreamEventBusProps } from './jetstream.ts';

const small = { version: '2.15.2', persistence: { size: '20Gi' } } as const;

const ownUsers = {
  secret: 'nats-users',
  client: natsUser({ user: 'eventwright', password: { name: 'nats', key: 'password' } }),
};

function declare(props: Partial<JetStreamEventBusProps> = {}, id = 'bus') {
  const chart = new Chart(Testing.app(), 'ops', { namespace: 'ops' });
  return new JetStreamEventBus(chart, id, { ...small, ...props });
}

function synthesize(props: Partial<JetStreamEventBusProps> = {}) {
  return Testing.synth(Chart.of(declare(props)));
}

function find(objects: readonly { kind: string; metadata: { name: string } }[], kind: string, name = 'bus-nats') {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  // biome-ignore lint/suspicious/noExplicitAny: a manifest of any kind
  return found as any;
}

it('a bus is these objects', () => {
  expect(synthesize().filter((object) => !object.metadata.name.includes('keeper'))).toMatchSnapshot();
});

it('a bus with every option is these objects', () => {
  const chart = new Chart(Testing.app(), 'ops', { namespace: 'ops' });
  new JetStreamEventBus(chart, 'bus', everyOption);
  const objects = Testing.synth(chart).filter((object) => !object.metadata.name.includes('keeper'));
  expect(objects).toMatchSnapshot();
});

it('the names of its objects are a contract', () => {
  const named = Testing.synth(Chart.of(declare({ podMonitor: true }))).map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );
  expect(named.filter((name) => !name.includes('keeper'))).toStrictEqual([
    'ConfigMap bus-nats',
    'ConfigMap bus-event-bus',
    'Service bus-nats',
    'Service bus-nats-headless',
    'StatefulSet bus-nats',
    'PodDisruptionBudget bus-nats',
    'NetworkPolicy bus-nats',
    'PodMonitor bus-nats',
    'Secret bus-nats-ca',
    'Secret bus-nats-tls',
    'Secret bus-nats-users',
    'Secret bus-operator-bus',
  ]);
});

it('its selectors go by name and instance alone, and its claims are called data', () => {
  const { selector, template, volumeClaimTemplates, serviceName } = find(synthesize(), 'StatefulSet').spec;
  const labels = { 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/instance': 'bus' };
  expect(selector).toStrictEqual({ matchLabels: labels });
  expect(template.metadata.labels).toMatchObject(labels);
  expect(serviceName).toBe('bus-nats-headless');
  expect(volumeClaimTemplates[0].metadata.name).toBe('data');
});

it('is the same every time', () => {
  expect(synthesize(everyOption)).toStrictEqual(synthesize(everyOption));
});

it('one replica needs no cluster and no disruption budget, and is synced at once', () => {
  const objects = synthesize({ replicas: 1 });
  expect(objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  const conf = find(objects, 'ConfigMap').data['nats.conf'];
  expect(conf).not.toContain('cluster');
  expect(conf).toContain('sync_interval: "always"');
});

it('a bus without volumes says so, and stores on the node', () => {
  const { volumeClaimTemplates, template } = find(
    synthesize({ persistence: undefined, ephemeral: { size: '4Gi' } } as object),
    'StatefulSet',
  ).spec;
  expect(volumeClaimTemplates).toBeUndefined();
  expect(template.spec.volumes).toContainEqual({ name: 'data', emptyDir: { sizeLimit: '4Gi' } });
});

it('its configuration changes what it restarts only where a running server cannot take it over', () => {
  const checksum = (props: Partial<JetStreamEventBusProps>) =>
    find(synthesize(props), 'StatefulSet').spec.template.metadata.annotations['eventwright.dev/checksum'];
  const before = checksum({});
  expect(checksum({ settings: { maxPayload: '1Mi', debug: true, pingInterval: '30s' }, replicas: 5 })).toBe(before);
  const alone = { reloader: false, auth: ownUsers, tls: { issuer: 'secret', secret: 'nats-tls' } } as const;
  expect(checksum({ ...alone, settings: { maxPayload: '1Mi' } })).not.toBe(checksum(alone));
  expect(checksum({ settings: { maxPending: '128Mi' } })).not.toBe(before);
  expect(checksum({ settings: { maxMemoryStore: '512Mi' } })).not.toBe(before);
  expect(checksum({ settings: { raw: { max_subscriptions: 10 } } })).not.toBe(before);
  expect(checksum({ persistence: { size: '40Gi' } })).not.toBe(before);
});

it('the reloader is the user that the server is, which alone may signal it', () => {
  const containerSecurityContext = { runAsUser: 1000, runAsGroup: 1000 };
  const { containers } = find(synthesize({ containerSecurityContext }), 'StatefulSet').spec.template.spec;
  const users = containers.map(({ name, securityContext }: Container) => [name, securityContext?.runAsUser]);
  expect(users).toStrictEqual([
    ['nats', 1000],
    ['reloader', 1000],
    ['exporter', undefined],
  ]);
});

it('Prometheus is told of the servers and of the keeper, which tells how far consumers lag', () => {
  const objects = synthesize({ podMonitor: { labels: { release: 'prometheus' }, interval: '1.5m' } });
  const monitors = objects.filter(({ kind }) => kind === 'PodMonitor');
  expect(
    monitors.map(({ metadata, spec }) => [metadata.name, metadata.labels.release, spec.podMetricsEndpoints]),
  ).toStrictEqual([
    ['bus-nats', 'prometheus', [{ port: 'metrics', path: '/metrics', interval: '90s' }]],
    ['bus-keeper', 'prometheus', [{ port: 'operations', path: '/metrics', interval: '90s' }]],
  ]);
});

it('the memory that Go may use follows from the limit', () => {
  const limit = (memory: string) =>
    find(synthesize({ resources: { limits: { memory } } }), 'StatefulSet').spec.template.spec.containers[0].env.find(
      ({ name }: { name: string }) => name === 'GOMEMLIMIT',
    )?.value;
  expect(limit('2Gi')).toBe('1932735283B');
  expect(limit('1000000000')).toBe('900000000B');
});

it('a patch arrives', () => {
  const bus = declare();
  bus.statefulSet.addJsonPatch(JsonPatch.add('/spec/template/spec/hostUsers', false));
  bus.services.client.addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
  const objects = Testing.synth(Chart.of(bus));
  expect(find(objects, 'StatefulSet').spec.template.spec.hostUsers).toBe(false);
  expect(find(objects, 'Service').spec.trafficDistribution).toBe('PreferClose');
  for (const object of [bus.configMap, bus.statusConfigMap, bus.pdb, bus.networkPolicy, bus.services.headless])
    expect(object).toBeInstanceOf(ApiObject);
});

it('images come from a mirror, or are named', () => {
  const images = { registry: 'mirror.example.com/nats', exporter: 'exporter:1' };
  const { containers } = find(synthesize({ images }), 'StatefulSet').spec.template.spec;
  expect(containers.map(({ image }: { image: string }) => image)).toStrictEqual([
    'mirror.example.com/nats/nats:2.15.2',
    'mirror.example.com/nats/natsio/nats-server-config-reloader:0.23.0',
    'exporter:1',
  ]);
});

it('its keeper knows the servers', () => {
  const document = JSON.parse(find(synthesize(), 'ConfigMap', 'bus-keeper').data['keeper.json']);
  expect(document.spec.servers).toStrictEqual({
    pods: ['bus-nats-0', 'bus-nats-1', 'bus-nats-2'],
    hosts: [
      'bus-nats',
      '*.bus-nats-headless',
      'bus-nats-0.bus-nats-headless',
      'bus-nats-1.bus-nats-headless',
      'bus-nats-2.bus-nats-headless',
    ],
    certificates: { issuer: 'keeper', lifetime: '90d' },
    users: 'keeper',
  });
  expect(document.spec).toMatchObject({ replicas: 3, namespaces: ['ops'], quotas: { events: '11837Mi' } });
  expect(document.bus.servers[0]).toBe('tls://bus-nats-0.bus-nats-headless:4222');
});

it('a component connects with what the keeper writes for it, by names that hold where it is', () => {
  const bus = declare({ replicas: 1, allowNamespaces: ['shop'] });
  expect(bus.configFor({ component: 'worker', name: 'main', namespace: 'ops' })).toStrictEqual({
    kind: 'jetstream',
    name: 'bus',
    servers: ['tls://bus-nats-0.bus-nats-headless:4222'],
    auth: { method: 'nkey', seed: { name: 'main-worker-bus', key: 'nkey.seed' } },
    tls: { ca: { name: 'main-worker-bus', key: 'ca.crt' } },
  });
  expect(bus.configFor({ component: 'worker', name: 'main', namespace: 'shop' }).servers).toStrictEqual([
    'tls://bus-nats-0.bus-nats-headless.ops:4222',
  ]);
});

it('with users of its own, every component is the same client', () => {
  const bus = declare({ auth: ownUsers });
  expect(bus.configFor({ component: 'worker', name: 'main' }).auth).toStrictEqual(ownUsers.client);
  const { volumes } = find(Testing.synth(Chart.of(bus)), 'StatefulSet').spec.template.spec;
  expect(JSON.stringify(volumes)).toContain(
    '"secret":{"items":[{"key":"auth.conf","path":"auth.conf"}],"name":"nats-users"}',
  );
});

it('another program uses it by its status', () => {
  const bus = declare({ allowNamespaces: ['shop'], image: 'eventwright:1' });
  const objects = Testing.synth(Chart.of(bus));
  const config = JSON.parse(find(objects, 'ConfigMap', 'bus-event-bus').data['config.json']);
  expect(config).toStrictEqual(bus.status.config);
  const known = JetStreamEventBus.fromConfig(config);
  expect(known.config).toStrictEqual(bus.config);
  expect(known.deployment).toStrictEqual(bus.deployment);
  const client = { component: 'worker', name: 'main', namespace: 'shop' } as const;
  expect(known.configFor?.(client)).toStrictEqual(bus.configFor(client));
});

it.each([undefined, null, '{"name":"main"}'])('%p is no bus of anybody', (ref) => {
  expect(() => JetStreamEventBus.fromConfig(ref as never)).toThrow(InvalidSpecError);
});

it('servers that somebody else runs are taken as they are', () => {
  const bus = JetStreamEventBus.fromConfig({ name: 'main', servers: ['nats://nats:4222'] });
  expect(bus.deployment).toBeUndefined();
  expect(bus.configFor).toBeUndefined();
});

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
