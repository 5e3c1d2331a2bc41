import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import type { KeeperDocument, WorkerDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import type { JetStreamEventBusSpec } from '../../../model/event-bus/jetstream.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { jetStreamIssuing } from '../../event-bus/jetstream/issuing/issuing.ts';
import { findBinary, natsServer } from '../../support/testing/go-server.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { readConfigMap } from './read-config-map.ts';

const bus: JetStreamEventBusSpec = { kind: 'jetstream', name: 'bus', servers: ['tls://bus-nats-0:4222'] };
const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus };
const keeperOf = { ...head, kind: 'Keeper', metadata: { name: 'bus', namespace: 'ops' }, spec: {} };
const keeper = parseDocument(JSON.stringify(keeperOf), 'keeper') as KeeperDocument;

const evil = fc.oneof(
  fc.constantFrom('', '>', '*', 'a.b', 'a.>', '$JS', 'a b', 'a\n', '..\n', 'a"]}', '__proto__', 'É', 'a'.repeat(64)),
  fc.string(),
);
const good = fc.constantFrom('ci', 'main', 'push', 'pull-request', '0', 'a'.repeat(63));
const name = fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: evil });
const namespace = fc.oneof({ weight: 12, arbitrary: fc.constant('ci') }, { weight: 1, arbitrary: evil });
const metadata = fc.record({ name, worker: name, namespace }, { requiredKeys: ['name', 'worker'] });
const tick = { interval: '10s' };
const source = fc.record({ metadata, events: fc.array(name, { maxLength: 3 }) }).map((one) => ({
  ...head,
  kind: 'EventSource',
  metadata: one.metadata,
  spec: { kind: 'calendar', events: Object.fromEntries(one.events.map((event) => [event, tick])) },
}));
const dependency = fc.record(
  { namespace: name, eventSource: name, event: name },
  { requiredKeys: ['eventSource', 'event'] },
);
const trigger = { when: 'd0', action: { kind: 'log' }, template: { code: "() => 'done'" } };
const sensor = fc.record({
  metadata,
  dependencies: fc.array(dependency, { minLength: 1, maxLength: 3 }),
  trigger: name,
});
const sensorDocument = sensor.map((one) => ({
  ...head,
  kind: 'Sensor',
  metadata: one.metadata,
  spec: {
    dependencies: Object.fromEntries(one.dependencies.map((dependency, at) => [`d${at}`, dependency])),
    triggers: { [one.trigger]: trigger },
  },
}));

/** What the keeper takes of a ConfigMap that a tenant wrote into `ci`. */
function take(document: unknown): readonly WorkerDocument[] {
  const configMap = { metadata: { name: 'theirs' }, data: { 'a.json': JSON.stringify(document) } };
  try {
    return readConfigMap(configMap, { namespace: 'ci', keeper, keeperNamespace: 'ops' });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidSpecError);
    return [];
  }
}

function derive(documents: readonly WorkerDocument[]) {
  return jetStreamIssuing.derive({ spec: bus, documents: [keeper, ...documents], namespace: 'ops' });
}

const label = '[a-z0-9][-a-z0-9]*';
const readable = `ew\\.e\\.(>|${label}\\.(>|${label}\\.(>|${label}\\.\\*)))`;
const allowed = [
  `ew\\.e\\.ci\\.${label}\\.${label}\\.\\*`,
  `ew\\.[do]\\.ci\\.${label}\\.\\*`,
  `ew\\.m\\.ci\\.${label}`,
  `ew\\.j\\.ci\\.${label}\\.\\*`,
  '\\$JS\\.API\\.STREAM\\.INFO\\.ew-[-a-z]+',
  '\\$JS\\.API\\.CONSUMER\\.MSG\\.NEXT\\.ew-(events|journals|notes|members)\\.\\*',
  `\\$JS\\.API\\.CONSUMER\\.CREATE\\.ew-events\\.(>|\\*\\.${readable})`,
  `\\$JS\\.API\\.CONSUMER\\.CREATE\\.ew-(journals|notes|members)\\.\\*\\.ew\\.[jnm]\\.ci\\.${label}(\\.\\*)?`,
].map((pattern) => new RegExp(`^${pattern}$`));

it('no document of a tenant gives its worker more than its literal names, nor anybody else anything', () => {
  const ours = derive([]);
  fc.assert(
    fc.property(fc.oneof(source, sensorDocument), (document) => {
      const users = derive(take(document));
      const theirs = users.filter(({ client }) => client.component === 'worker');
      expect(users.filter((user) => !theirs.includes(user))).toStrictEqual(ours);
      for (const { client, grants } of theirs) {
        expect(client.namespace).toBe('ci');
        const { publish = [], subscribe = [] } = grants;
        expect(publish.filter((subject) => !allowed.some((pattern) => pattern.test(subject)))).toStrictEqual([]);
        expect(subscribe).toStrictEqual([`_INBOX.worker.ci.${client.name}.>`]);
      }
    }),
    { numRuns: 1_500 },
  );
});

it('the servers take a file of whatever documents are taken', () => {
  const documents = fc.sample(fc.oneof(source, sensorDocument), { numRuns: 300, seed: 1 }).flatMap(take);
  expect(documents.length).toBeGreaterThan(50);
  const users = derive(documents).map((user) => ({
    ...user,
    ids: [jetStreamIssuing.identify(jetStreamIssuing.create()) ?? ''],
  }));
  using files = temporaryFiles({ 'auth.conf': jetStreamIssuing.render(users) });
  execFileSync(findBinary(natsServer), ['-t', '-c', files.path('auth.conf')], { stdio: 'pipe' });
});
