import { App, Chart, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { reachOf } from '../../model/event-bus/reach-of.ts';
import { CalendarEventSource } from '../event-source/calendar.ts';
import { Keeper } from '../keeper/keeper.ts';
import { ExternalKafkaBus, type ExternalKafkaBusProps } from './kafka.ts';

const image =
  'registry.example.com/eventwright@sha256:0000000000000000000000000000000000000000000000000000000000000000';
const secret = (key: string) => ({ name: 'kafka', key });
const declared: ExternalKafkaBusProps = {
  brokers: ['kafka-0.kafka.svc:9093', 'broker.example.com:9094'],
  topicPrefix: 'platform.ew',
  partitions: 12,
  retention: '3d',
  tls: { ca: secret('ca.crt') },
  sasl: {
    mechanism: 'OAUTHBEARER',
    tokenEndpoint: 'https://login.example.com/oauth2/token',
    clientId: secret('id'),
    clientSecret: secret('secret'),
  },
  versions: { min: '3.9', max: '4.3' },
  producer: { linger: '5ms', compression: 'zstd' },
  keeper: { image, history: '1d', quotas: { events: '20Gi' }, namespaces: ['ops', 'ci'], podMonitor: true },
};

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

function declare(props: Partial<ExternalKafkaBusProps> = {}) {
  const chart = new Chart(new App(), 'ops', { namespace: 'ops' });
  const bus = new ExternalKafkaBus(chart, 'bus', { ...declared, ...props });
  return { chart, bus };
}

function objectsOf(chart: Chart): readonly KubernetesObject[] {
  return parseAllDocuments((App.of(chart) as App).synthYaml()).map((document) => document.toJS());
}

function documentOf(chart: Chart, name: string) {
  const { data = {} } = objectsOf(chart).find(({ metadata }) => metadata.name === name) ?? {};
  return JSON.parse(Object.values(data)[0] ?? 'null');
}

it('a bus is the ConfigMap that tells of it, and its keeper', () => {
  const { chart } = declare();
  expect(objectsOf(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toMatchInlineSnapshot(`
[
  "ConfigMap bus-event-bus",
  "ConfigMap bus-keeper",
  "ServiceAccount bus-keeper",
  "Deployment bus-keeper",
  "NetworkPolicy bus-keeper",
  "PodMonitor bus-keeper",
  "Role bus-keeper",
  "RoleBinding bus-keeper",
  "Role ops.bus-keeper.ci",
  "RoleBinding ops.bus-keeper.ci",
]
`);
});

it('its status is what other programs connect by, with every default', () => {
  const { chart, bus } = declare();
  expect(bus.status.config).toMatchInlineSnapshot(`
{
  "brokers": [
    "kafka-0.kafka.svc:9093",
    "broker.example.com:9094",
  ],
  "minInSyncReplicas": 2,
  "name": "bus",
  "partitions": 12,
  "producer": {
    "batchSize": "1Mi",
    "compression": "zstd",
    "linger": "5ms",
  },
  "replicationFactor": 3,
  "retention": "3d",
  "sasl": {
    "clientId": {
      "key": "id",
      "name": "kafka",
    },
    "clientSecret": {
      "key": "secret",
      "name": "kafka",
    },
    "mechanism": "OAUTHBEARER",
    "tokenEndpoint": "https://login.example.com/oauth2/token",
  },
  "tls": {
    "ca": {
      "key": "ca.crt",
      "name": "kafka",
    },
  },
  "topicPrefix": "platform.ew",
  "versions": {
    "max": "4.3",
    "min": "3.9",
  },
}
`);
  expect(documentOf(chart, 'bus-event-bus')).toStrictEqual(bus.status.config);
  expect(ExternalKafkaBus.fromConfig(bus.status.config).config).toStrictEqual(bus.config);
  expect(JSON.stringify(bus.status.config)).not.toContain('kind');
});

it('the keeper has as many copies made as the bus says', () => {
  const { chart } = declare({ replicationFactor: 5, minInSyncReplicas: 3 });
  const { bus, spec } = documentOf(chart, 'bus-keeper');
  expect({ replicas: spec.replicas, history: spec.history, events: spec.quotas.events }).toStrictEqual({
    replicas: 5,
    history: '1d',
    events: '20Gi',
  });
  expect(bus.replicationFactor).toBe(5);
});

it('pods may talk to the brokers, and to who issues tokens', () => {
  const { chart, bus } = declare();
  new CalendarEventSource(chart, 'clock', { bus, events: { noon: { interval: '1d' } } });
  expect(reachOf(bus.config)).toMatchObject({
    servers: [
      { host: 'kafka-0.kafka.svc', port: 9093 },
      { host: 'broker.example.com', port: 9094 },
    ],
    others: [{ host: 'login.example.com', port: 443 }],
  });
  const policies = JSON.stringify(objectsOf(chart).filter(({ kind }) => kind === 'NetworkPolicy'));
  expect(policies.split('"ports":[{"port":9094,"protocol":"TCP"}]')).toHaveLength(3);
});

it('its secrets are mounted where they are read', () => {
  const { chart, bus } = declare();
  new CalendarEventSource(chart, 'clock', { bus, events: { noon: { interval: '1d' } } });
  const deployments = JSON.stringify(objectsOf(chart).filter(({ kind }) => kind === 'Deployment'));
  for (const key of ['ca.crt', 'id', 'secret'])
    expect(deployments.split(JSON.stringify({ key, path: `kafka/${key}` }))).toHaveLength(3);
});

it('another program may keep it', () => {
  const { chart, bus } = declare({ keeper: false });
  expect(bus.keeper).toBeUndefined();
  expect(objectsOf(chart).map(({ kind }) => kind)).toStrictEqual(['ConfigMap']);
  const other = new Chart(Testing.app(), 'other', { namespace: 'other' });
  new Keeper(other, 'librarian', { bus: ExternalKafkaBus.fromConfig(bus.status.config), image });
  expect(documentOf(other, 'librarian-keeper')?.bus).toStrictEqual(bus.config);
});
