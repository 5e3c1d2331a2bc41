import { Chart, Testing } from 'cdk8s';
import { parseDocument } from '../../model/document/parse-document.ts';
import { JetStreamEventBus } from '../event-bus/jetstream.ts';
import { Keeper, type KeeperProps } from './keeper.ts';

const bus = JetStreamEventBus.fromConfig({ name: 'main', servers: ['nats://nats.messaging:4222'] });

function synthesize(props: Omit<KeeperProps, 'bus'> = {}) {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  new Keeper(chart, 'keeper', { bus, ...props });
  return Testing.synth(chart);
}

it('a keeper is a ConfigMap with its document, every default resolved', () => {
  const [configMap, ...others] = synthesize({ quotas: { events: '20Gi' } });
  expect(others).toStrictEqual([]);
  expect(configMap.metadata.name).toBe('keeper-keeper');
  expect(configMap.metadata.labels['eventwright.dev/document']).toBe('keeper');
  const document = parseDocument(configMap.data['keeper.json'], 'keeper.json');
  expect(document).toStrictEqual({
    apiVersion: 'eventwright.dev/v1',
    minRuntime: '0.1.0',
    kind: 'Keeper',
    metadata: { name: 'keeper', namespace: 'messaging' },
    bus: bus.config,
    spec: {
      replicas: 3,
      quotas: {
        events: '20Gi',
        journals: '2Gi',
        notes: '64Mi',
        members: '16Mi',
        deadLetters: '1Gi',
        outcomes: '256Mi',
      },
      grace: '7d',
    },
  });
});

it('an option that is wrong is refused with its path', () => {
  expect(() => synthesize({ replicas: 2 as 3 })).toThrow(
    'messaging/keeper: replicas 2 is no number of replicas; use 1, 3 or 5',
  );
  expect(() => synthesize({ quotas: { events: '8 GB' as '8G' } })).toThrow("messaging/keeper: quotas.events '8 GB' is");
  expect(() => synthesize({ quotas: { events: '0Gi' } })).toThrow(
    "messaging/keeper: quotas.events '0Gi' is room for nothing; write, for example, '8Gi'",
  );
  for (const option of ['grace', 'history'])
    expect(() => synthesize({ [option]: '0s' })).toThrow(
      `messaging/keeper: ${option} '0s' is too short: it is a minute at least; write, for example, '1m' or '7d'`,
    );
  expect(() => synthesize({ namespaces: ['Team A'] })).toThrow("messaging/keeper: namespaces: 'Team A' cannot name");
});

it('a second keeper of a bus is refused, and named', () => {
  const chart = new Chart(Testing.app(), 'messaging', { namespace: 'messaging' });
  new Keeper(chart, 'keeper', { bus });
  expect(() => new Keeper(chart, 'other', { bus })).toThrow(
    "messaging/other: messaging/keeper keeps event bus 'main' already; remove one of them",
  );
});
