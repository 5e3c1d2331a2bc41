import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { encodeEvent } from '../../runtime/event-bus/kafka/record.ts';
import { toBusContext } from '../support/bus-context.ts';
import { compare, type Figure } from '../support/figure.ts';
import { startKafkaBrokers } from '../support/kafka-brokers.ts';
import { publishMany } from '../support/publish-many.ts';
import { pushAddress, toPushEvent } from '../support/push-event.ts';
import { BareProducer } from './bare/producer.ts';
import { createBareTopic } from './bare/topic.ts';

const events = 60_000;
const partitions = 3;
const publishing = 256;
const rounds = 5;

/** Events that are published, 256 at a time, against a bare producer of the same bytes: idempotent, acks from all. */
export async function* publishFigures(): AsyncIterable<Figure> {
  for (const size of [1, 3] as const) yield await figure(size);
}

async function figure(size: 1 | 3): Promise<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startKafkaBrokers(size, partitions));
  await createBareTopic(spec.brokers, { partitions, copies: size, minInSync: spec.minInSyncReplicas });
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  const producer = stack.use(new BareProducer(spec.brokers, partitions));
  const ours = () => perSecond(() => publishMany(bus, events));
  const bare = () => perSecond(() => publishBare(producer));
  await compare(1, ours, bare);
  const measured = await compare(rounds, ours, bare);
  return { name: `publish, ${size} brokers`, unit: 'events/s', ...measured, goal: { of: 'ratio', atLeast: 0.7 } };
}

async function perSecond(publish: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await publish();
  return (events / (performance.now() - begun)) * 1000;
}

async function publishBare(producer: BareProducer): Promise<void> {
  const { headers } = encodeEvent(pushAddress, toPushEvent(0));
  const [idHeader] = [...headers.keys()].filter((name) => name.toString() === 'ce_id') as [Buffer];
  let next = 0;
  const publish = async () => {
    while (next < events) {
      const { id, data } = toPushEvent(next++);
      const record = { value: data as Buffer, headers: new Map(headers).set(idHeader, Buffer.from(id)) };
      await producer.send(next % partitions, record);
    }
  };
  await Promise.all(Array.from({ length: publishing }, publish));
}
