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
  const conf = find(objects, 'ConfigMap').data['nats-alone.conf'];
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
