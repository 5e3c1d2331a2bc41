import type { Document } from '../document/document.ts';
import { parseDocument } from '../document/parse-document.ts';
import { deriveJetStreamUsers } from './jetstream-users.ts';

const head = {
  apiVersion: 'eventwright.dev/v1',
  minRuntime: '0.1.0',
  bus: { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] },
};
const parse = (value: object) => parseDocument(JSON.stringify({ ...head, ...value }), 'test');
const metadata = (name: string, worker = 'main') => ({ name, namespace: 'ci', worker });

const source = parse({
  kind: 'EventSource',
  metadata: metadata('clock'),
  spec: { kind: 'calendar', events: { noon: { interval: '1d' }, night: { interval: '1d' } } },
});

interface Dependency {
  readonly namespace?: string;
  readonly eventSource: string;
  readonly event: string;
}

function sensor(...dependencies: readonly Dependency[]): Document {
  const named = Object.fromEntries(dependencies.map((dependency, index) => [`d${index}`, dependency]));
  return parse({ kind: 'Sensor', metadata: metadata('deploy'), spec: { dependencies: named, triggers: {} } });
}

function derive(...documents: readonly Document[]) {
  return deriveJetStreamUsers({ bus: { name: 'main' }, documents, namespace: 'ops' });
}

/** What the worker of a sensor may ask of the stream of events. */
function reading(...dependencies: readonly Dependency[]): readonly string[] | undefined {
  return derive(sensor(...dependencies))[0]?.publish.filter((subject) => /CREATE.ew-events/.test(subject));
}

it('a worker may write what its documents say, and read what concerns it', () => {
  const [worker] = derive(source, sensor({ eventSource: 'clock', event: 'noon' }));
  expect(worker).toMatchInlineSnapshot(`
{
  "client": {
    "component": "worker",
    "name": "main",
    "namespace": "ci",
  },
  "publish": [
    "ew.e.ci.clock.noon.*",
    "ew.e.ci.clock.night.*",
    "ew.d.ci.deploy.*",
    "ew.o.ci.deploy.*",
    "ew.m.ci.main",
    "ew.j.ci.main.*",
    "$JS.API.STREAM.INFO.ew-events",
    "$JS.API.STREAM.INFO.ew-journals",
    "$JS.API.STREAM.INFO.ew-notes",
    "$JS.API.STREAM.INFO.ew-members",
    "$JS.API.STREAM.INFO.ew-dead-letters",
    "$JS.API.CONSUMER.CREATE.ew-events.*.ew.e.ci.clock.noon.*",
    "$JS.API.CONSUMER.MSG.NEXT.ew-events.*",
    "$JS.API.CONSUMER.CREATE.ew-journals.*.ew.j.ci.main.*",
    "$JS.API.CONSUMER.MSG.NEXT.ew-journals.*",
    "$JS.API.CONSUMER.CREATE.ew-notes.*.ew.n.ci.main",
    "$JS.API.CONSUMER.MSG.NEXT.ew-notes.*",
    "$JS.API.CONSUMER.CREATE.ew-members.*.ew.m.ci.main",
    "$JS.API.CONSUMER.MSG.NEXT.ew-members.*",
  ],
  "subscribe": [
    "_INBOX.worker.ci.main.>",
  ],
}
`);
});

it('each worker has a user, and so have the keeper and operators', () => {
  const other = parse({ kind: 'EventSource', metadata: metadata('more', 'other'), spec: source.spec });
  const named = (users: ReturnType<typeof derive>) =>
    users.map(({ client: { component, namespace, name } }) => `${component} ${namespace}/${name}`);
  expect(named(derive(source, other, sensor()))).toStrictEqual([
    'worker ci/main',
    'worker ci/other',
    'keeper ops/keeper',
    'operator ops/main',
  ]);
});

it('a worker whose sensors depend on nothing may read no events', () => {
  expect(reading()).toStrictEqual([]);
});

const create = '$JS.API.CONSUMER.CREATE.ew-events';
it.each<[string, Dependency[], string]>([
  ['one event', [{ eventSource: 'hook', event: 'push' }], `${create}.*.ew.e.ci.hook.push.*`],
  [
    'several of a source',
    [
      { eventSource: 'hook', event: 'push' },
      { eventSource: 'hook', event: 'tag' },
    ],
    `${create}.*.ew.e.ci.hook.>`,
  ],
  [
    'several of a namespace',
    [
      { namespace: 'shop', eventSource: 'hook', event: 'push' },
      { namespace: 'shop', eventSource: 'clock', event: 'noon' },
    ],
    `${create}.*.ew.e.shop.>`,
  ],
  [
    'several namespaces, which one filter cannot hold',
    [
      { namespace: 'shop', eventSource: 'hook', event: 'push' },
      { eventSource: 'clock', event: 'noon' },
    ],
    `${create}.>`,
  ],
])('a worker reads by the narrowest filter: %s', (_, dependencies, subject) => {
  expect(reading(...dependencies)).toStrictEqual([subject]);
});

it("requests go to the API's own prefix, or the domain's", () => {
  const infos = (bus: { domain?: string; apiPrefix?: string }) =>
    deriveJetStreamUsers({ bus: { name: 'main', ...bus }, documents: [source], namespace: 'ops' })[0]?.publish.filter(
      (subject) => subject.endsWith('INFO.ew-events'),
    );
  expect(infos({ domain: 'hub' })).toStrictEqual(['$JS.hub.API.STREAM.INFO.ew-events']);
  expect(infos({ apiPrefix: 'js.of.hub' })).toStrictEqual(['js.of.hub.STREAM.INFO.ew-events']);
});

it('the keeper and operators are answered whatever namespace a program is in', () => {
  const users = deriveJetStreamUsers({ bus: { name: 'main' }, documents: [source], namespace: 'ops' });
  expect(users.slice(1).map(({ subscribe }) => subscribe)).toStrictEqual([['_INBOX.keeper.>'], ['_INBOX.operator.>']]);
});
