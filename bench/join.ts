import { setTimeout as delay } from 'node:timers/promises';
import { toShare } from '../model/hash.ts';
import { partitionCount } from '../model/worker/partition-count.ts';
import type { EventBus } from '../runtime/event-bus/contract.ts';
import { connectEventBus } from '../runtime/event-bus/index.ts';
import { connectMemory } from '../runtime/event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../runtime/event-bus/memory/store.ts';
import type { Worker } from '../runtime/worker/worker.ts';
import { applyPlan } from './support/apply-plan.ts';
import { toBusContext } from './support/bus-context.ts';
import { startChild } from './support/child.ts';
import { compare, type Figure, median } from './support/figure.ts';
import { startJetStreamServers } from './support/jetstream-servers.ts';
import { type Joining, joinDocuments, type Kind, kinds, toAddress, toChange } from './support/join-program.ts';
import { startJoinWorker } from './support/join-worker.ts';
import { Meter } from './support/meter.ts';
import type { Offer, Size } from './support/open-keys.ts';

const rounds = 3;
const events = 100_000;
/** So many keys come with one kind before they come with the other. */
const lag = 512;
const publishing = 256;
/** Nobody trims the journals. */
const untrimmed = { maxBytes: 24 * 1024 ** 3 };

/** Events of two kinds that a trigger joins, against the same trigger without a join; then what many open keys cost. */
export async function* joinFigures(): AsyncIterable<Figure> {
  for (const store of [inMemory, onJetStream(1), onJetStream(3)]) yield* joinThroughput(store);
  yield* takeover();
  yield* memory();
}

/** Where the events of a round are stored. */
export interface Store {
  readonly name: string;
  /** A bus that is empty and ready for a worker. */
  open(stack: AsyncDisposableStack): Promise<EventBus>;
}

const inMemory: Store = {
  name: 'memory',
  open: async () => connectMemory(new MemoryStore({ quotas: { journal: untrimmed } })),
};

function onJetStream(replicas: 1 | 3): Store {
  return {
    name: `R${replicas}`,
    async open(stack) {
      const { spec } = stack.use(await startJetStreamServers(replicas));
      return connectEventBus(spec, toBusContext('worker'));
    },
  };
}

interface Sent {
  readonly kind: Kind;
  readonly key: string;
}

const shapes: readonly { readonly name: string; readonly joining: Joining; readonly keys: () => Iterable<string> }[] = [
  { name: 'of all', joining: 'both', keys: () => keysOf() },
  { name: 'by key, one partition', joining: 'keyed', keys: () => keysOf(0) },
  { name: 'by key, 16 partitions', joining: 'keyed', keys: () => keysOf() },
];

/** Each way to join, against the same trigger without a join. */
export async function* joinThroughput(store: Store): AsyncIterable<Figure> {
  for (const { name, joining, keys } of shapes) {
    const lagging = joining === 'both' ? 1 : lag;
    const sent = [...pairs(keys(), lagging)];
    const measured = await compare(
      rounds,
      () => perSecond(store, joining, sent),
      () => perSecond(store, 'each', sent),
    );
    yield { name: `join ${name}, ${store.name}`, unit: 'events/s', ...measured };
  }
}

/** A backlog, from the first tenth of its events to the last. */
async function perSecond(store: Store, joining: Joining, sent: readonly Sent[]): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const bus = stack.use(await store.open(stack));
  await publish(bus, sent);
  const finished = Promise.withResolvers<void>();
  const meter = new Meter(sent.length, finished.resolve);
  stack.use(
    await startJoinWorker({
      documents: joinDocuments({ joining }),
      bus,
      replica: 'bench',
      observe: ({ kind }) => (kind === 'fired' || kind === 'joined' || kind === 'superseded') && meter.count(),
    }),
  );
  await finished.promise;
  return meter.perSecond;
}

/** Two workers, of which one is told to end: from then on until the other one holds all open keys of its partition. */
async function* takeover(): AsyncIterable<Figure> {
  const open = 100_000;
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) took.push(await handOver(open));
  yield {
    name: `takeover of a partition with ${open} open keys`,
    unit: 's',
    ours: median(took),
    goal: { of: 'ours', below: 3 },
  };
}

async function handOver(open: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(1));
  const documents = joinDocuments({ joining: 'keyed' });
  const connect = async () => stack.use(await connectEventBus(spec, toBusContext('worker')));
  const start = async (replica: string) =>
    stack.use(await startJoinWorker({ documents, bus: await connect(), replica }));
  const workers = [await start('bench-0'), await start('bench-1')];
  await publish(
    await connect(),
    take(keysOf(0), open).map((key) => ({ kind: 'push', key })),
  );
  const holder = async () => {
    for (;;) {
      const found = workers.find((worker) => pendingOf(worker) === open);
      if (found) return found;
      await delay(5);
    }
  };
  const going = await holder();
  await delay(5_000);
  workers.splice(workers.indexOf(going), 1);
  const begun = performance.now();
  const ended = going[Symbol.asyncDispose]();
  await holder();
  const seconds = (performance.now() - begun) / 1000;
  await ended;
  return seconds;
}

function pendingOf(worker: Worker): number {
  return worker.counts().reduce((sum, { pending }) => sum + pending, 0);
}

/** A worker in a process of its own that is offered ever more keys, of which it holds a million at most. */
async function* memory(): AsyncIterable<Figure> {
  const most = 1_000_000;
  await using servers = await startJetStreamServers(1);
  await applyPlan(servers.spec, { quotas: { journal: untrimmed } });
  await using child = await startChild<Size>(new URL('support/open-keys.ts', import.meta.url), [
    JSON.stringify(servers.spec),
    `${most / partitionCount}`,
  ]);
  yield { name: 'resident memory, no key open', unit: 'MB', ours: child.ready.megabytes };
  await using bus = await connectEventBus(servers.spec, toBusContext('worker'));
  const keys = keysOf();
  let offered = 0;
  for (const total of [most / 4, most / 2, most, 1.5 * most]) {
    await publish(
      bus,
      take(keys, total - offered).map((key) => ({ kind: 'push', key })),
    );
    offered = total;
    const { megabytes } = await child.ask<Size>({ offered } satisfies Offer);
    yield { name: `resident memory, ${total.toLocaleString('en')} keys offered`, unit: 'MB', ours: megabytes };
  }
}

async function publish(bus: EventBus, sent: readonly Sent[]): Promise<void> {
  const left = sent.values();
  const publishSome = async () => {
    for (const { kind, key } of left) await bus.publish(toAddress(kind), toChange(kind, key));
  };
  await Promise.all(Array.from({ length: publishing }, publishSome));
}

/** Each key once of each kind, the second kind a while after the first. */
function* pairs(keys: Iterable<string>, lag: number): Iterable<Sent> {
  const all = take(keys, events / kinds.length);
  for (let start = 0; start < all.length; start += lag) {
    for (const kind of kinds) for (const key of all.slice(start, start + lag)) yield { kind, key };
  }
}

/** Different ones; of one partition, or of all. */
function* keysOf(partition?: number): Generator<string, void> {
  for (let n = 0; ; n++) {
    const key = `customer-${n}`;
    if (partition === undefined || toShare(key, partitionCount) === partition) yield key;
  }
}

function take(keys: Iterable<string>, count: number): string[] {
  const taken: string[] = [];
  const iterator = keys[Symbol.iterator]();
  while (taken.length < count) taken.push((iterator.next() as IteratorYieldResult<string>).value);
  return taken;
}
