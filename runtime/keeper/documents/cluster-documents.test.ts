import { dirname } from 'node:path';
import type { WatchEvent } from '../../support/kubernetes/client.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { temporaryFiles } from '../../support/testing/temporary-files.ts';
import { readSituation } from '../read-situation.ts';
import { followClusterDocuments } from './cluster-documents.ts';
import type { DocumentFeed, KnownDocuments } from './document-feed.ts';
import type { ConfigMap } from './read-config-map.ts';

const bus = { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] };
const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus };
const { signal } = new AbortController();

interface SensorOptions {
  readonly labels?: Readonly<Record<string, string>>;
  /** Stands for the value `BOUND` of the template's `bind`. */
  readonly bound?: string;
}

function sensor(name: string, { labels = {}, bound = '1' }: SensorOptions = {}): ConfigMap {
  const template = { code: '(_, { a }) => a', bind: { a: 'BOUND' } };
  const spec = {
    dependencies: { x: { eventSource: 'github', event: 'push' } },
    triggers: { t: { when: 'x', action: { kind: 'log' }, template } },
  };
  const text = JSON.stringify({ ...head, kind: 'Sensor', metadata: { name, worker: 'main' }, spec });
  return { metadata: { name: `${name}-sensor`, labels }, data: { 'sensor.json': text.replace('"BOUND"', bound) } };
}

/** An API server that lists what is in a namespace, unless that never answers, and tells of changes. */
class Scene implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly listed: Record<string, readonly ConfigMap[]>;
  readonly silent = new Set<string>();
  readonly waits: string[] = [];
  readonly feed: DocumentFeed;
  readonly #watches = new Map<string, (event: WatchEvent) => void>();
  readonly #files;

  constructor(listed: Record<string, readonly ConfigMap[]>, spec: object = {}) {
    this.listed = listed;
    const namespaces = Object.keys(listed);
    const keeper = {
      ...head,
      kind: 'Keeper',
      metadata: { name: 'bus', namespace: 'ops' },
      spec: { namespaces, ...spec },
    };
    this.#files = temporaryFiles({ 'keeper.json': JSON.stringify(keeper) });
    const toNamespace = (path: string) => /namespaces\/([^/]+)\//.exec(path)?.[1] ?? '';
    this.feed = followClusterDocuments({
      client: {
        request: async <T>({ path, signal: over }: { readonly path: string; readonly signal: AbortSignal }) => {
          const namespace = toNamespace(path);
          if (this.silent.has(namespace))
            await new Promise((_, reject) => over.addEventListener('abort', () => reject(over.reason)));
          if (namespace === 'forbidden') throw new KubernetesError('forbidden', { status: 403 });
          return { metadata: { resourceVersion: '1' }, items: this.listed[namespace] ?? [] } as T;
        },
        watch: <T>(path: string, over: AbortSignal) =>
          this.#watch(toNamespace(path), over) as AsyncIterable<WatchEvent<T>>,
      },
      folder: dirname(this.#files.path('keeper.json')),
      namespace: 'ops',
      clock: this.clock,
      random: () => 1,
      onWait: (reason) => this.waits.push(reason),
    });
  }

  /** What is known as soon as anything is. */
  async read(): Promise<KnownDocuments> {
    const reading = this.feed.read(signal);
    let over = false;
    void reading.finally(() => {
      over = true;
    });
    while (!over) {
      await this.clock.advance(100);
      await new Promise(setImmediate);
    }
    return reading;
  }

  async change(namespace: string, object: ConfigMap): Promise<void> {
    this.#watches.get(namespace)?.({ type: 'MODIFIED', object: object as never });
    await this.clock.advance(0);
  }

  async *#watch(namespace: string, over: AbortSignal): AsyncGenerator<WatchEvent> {
    for (;;)
      yield await new Promise<WatchEvent>((resolve, reject) => {
        this.#watches.set(namespace, resolve);
        over.addEventListener('abort', () => reject(over.reason));
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.feed[Symbol.asyncDispose]();
    this.#files[Symbol.dispose]();
  }
}

const namesOf = ({ documents }: KnownDocuments) => documents.map(({ metadata }) => metadata.name);
const deep = '['.repeat(20_000) + ']'.repeat(20_000);

it('a ConfigMap that nests too deep is left out, and nothing else', async () => {
  await using scene = new Scene({ ci: [sensor('evil', { bound: deep }), sensor('good')], shop: [sensor('cart')] });
  const known = await scene.read();
  expect(namesOf(known)).toStrictEqual(['bus', 'good', 'cart']);
  expect(known.problems).toStrictEqual([
    'ConfigMap ci/evil-sensor: it cannot be read (Maximum call stack size exceeded); synthesize it again',
  ]);
  expect(['ci', 'shop'].map(known.isComplete)).toStrictEqual([false, true]);
});

it('what a ConfigMap held before stays when it cannot be read any more', async () => {
  await using scene = new Scene({ ci: [sensor('deploy')] });
  await scene.read();
  await scene.change('ci', sensor('deploy', { bound: deep }));
  const known = await scene.read();
  expect([namesOf(known), known.problems.length, known.isComplete('ci')]).toStrictEqual([['bus', 'deploy'], 1, true]);
});

it('a problem of a megabyte does not fill the log', async () => {
  const unknown = JSON.stringify({ ...head, kind: 'Sensor', ['y'.repeat(900_000)]: 1 });
  await using scene = new Scene({ ci: [{ metadata: { name: 'x' }, data: { 'x.json': unknown } }] });
  const { problems } = await scene.read();
  expect(problems.map(({ length }) => length)).toStrictEqual([501]);
});

it('a namespace that never answers is incomplete after half a minute, and all others are known', async () => {
  await using scene = new Scene({ ci: [sensor('deploy')], shop: [sensor('cart')], forbidden: [] });
  scene.silent.add('ci');
  const known = await scene.read();
  expect([namesOf(known), known.problems[0]]).toStrictEqual([
    ['bus', 'cart'],
    expect.stringContaining("the ConfigMaps of 'ci' "),
  ]);
  expect(['ops', 'ci', 'shop', 'forbidden', 'of-no-concern'].map(known.isComplete)).toStrictEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  scene.silent.clear();
  await scene.clock.advance(60_000);
  expect(namesOf(await scene.read())).toStrictEqual(['bus', 'deploy', 'cart']);
});

it('a document that has not changed is the same object, and is compiled once', async () => {
  await using scene = new Scene({ ci: [sensor('deploy')], shop: [sensor('cart')] });
  const first = await scene.read();
  expect(await scene.read()).toBe(first);
  await scene.change('ci', sensor('deploy'));
  await scene.change('shop', sensor('cart', { bound: '2' }));
  const second = await scene.read();
  expect(first.documents.map((document, at) => document === second.documents[at])).toStrictEqual([true, true, false]);
  const [before, after] = [first, second].map(({ documents }) => readSituation(documents, 'ops').declared.triggers);
  expect(before?.map((trigger, at) => trigger === after?.[at])).toStrictEqual([true, false]);
});

it('documents of a bus of the same name in another namespace are not of this one', async () => {
  const of = (namespace: string) => ({ labels: { 'eventwright.dev/bus-namespace': namespace } });
  const servers = {
    pods: ['bus-nats-0'],
    hosts: ['bus-nats'],
    certificates: { issuer: 'keeper', lifetime: '90d' },
    users: 'keeper',
  };
  const ci = [sensor('theirs', of('messaging')), sensor('ours', of('ops')), sensor('unsaid')];
  await using scene = new Scene({ ci }, { servers });
  const known = await scene.read();
  expect([namesOf(known), known.problems, known.isComplete('ci')]).toStrictEqual([['bus', 'ours', 'unsaid'], [], true]);
});
