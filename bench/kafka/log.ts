import { toTopic } from '../../model/event-bus/kafka-topics.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { toBusContext } from '../support/bus-context.ts';
import { compare, type Figure } from '../support/figure.ts';
import { startKafkaBrokers } from '../support/kafka-brokers.ts';
import { Meter } from '../support/meter.ts';
import { publishMany } from '../support/publish-many.ts';
import { pushAddress } from '../support/push-event.ts';
import { consumeBare } from './bare/consumer.ts';

const events = 100_000;
const partitions = 3;
const rounds = 5;

/** A log read from its beginning, against bare fetches of the same records that look at what makes the event. */
export async function* logFigures(): AsyncIterable<Figure> {
  for (const size of [1, 3] as const) yield await figure(size);
}

async function figure(size: 1 | 3): Promise<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startKafkaBrokers(size, partitions));
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  await publishMany(bus, events);
  const measured = await compare(
    rounds,
    () => readOurs(bus),
    () => readBare(spec.brokers, toTopic(spec, pushAddress)),
  );
  return { name: `log read, ${size} brokers`, unit: 'events/s', ...measured, goal: { of: 'ratio', atLeast: 0.7 } };
}

async function readOurs(bus: EventBus): Promise<number> {
  let isRead = false;
  const meter = new Meter(events, () => {
    isRead = true;
  });
  const after = await bus.resolve('beginning', [pushAddress]);
  for await (const next of bus.log({ after, addresses: [pushAddress], signal: new AbortController().signal })) {
    if ('event' in next && next.event.id) meter.count();
    if (isRead) break;
  }
  return meter.perSecond;
}

async function readBare(brokers: readonly string[], topic: string): Promise<number> {
  const all = Promise.withResolvers<void>();
  const meter = new Meter(events, all.resolve);
  await using _ = await consumeBare(brokers, { topic, from: 'beginning' }, ({ headers }) => {
    if (headers.find(([name]) => name?.toString() === 'ce_id')?.[1]?.toString()) meter.count();
  });
  await all.promise;
  return meter.perSecond;
}
