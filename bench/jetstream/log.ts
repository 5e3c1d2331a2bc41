import { toSubject } from '../../model/event/address.ts';
import { streamNames } from '../../model/event-bus/jetstream-streams.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { toBusContext } from '../support/bus-context.ts';
import { compare, type Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import { publishMany } from '../support/publish-many.ts';
import { pushAddress } from '../support/push-event.ts';
import { consumeBare } from './bare/consumer.ts';
import { connectBare } from './bare/stream.ts';

const events = 60_000;
const rounds = 5;

/** A log read from its beginning, against a bare consumer that reads the same messages and looks at what makes the event. */
export async function* logFigures(): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(1));
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  await publishMany(bus, events);
  const measured = await compare(
    rounds,
    () => perSecond(() => readOurs(bus)),
    () => perSecond(() => readBare(spec.servers)),
  );
  yield { name: 'log read', unit: 'events/s', ...measured, goal: { of: 'ratio', atLeast: 0.8 } };
}

async function perSecond(read: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await read();
  return (events / (performance.now() - begun)) * 1000;
}

async function readOurs(bus: EventBus): Promise<void> {
  const after = await bus.resolve('beginning', [pushAddress]);
  let left = events;
  for await (const next of bus.log({ after, addresses: [pushAddress], signal: new AbortController().signal }))
    if ('event' in next && next.event.id && --left === 0) return;
}

async function readBare(servers: readonly string[]): Promise<void> {
  const nats = await connectBare(servers);
  const all = Promise.withResolvers<void>();
  let left = events;
  const range = { stream: streamNames.event, filter: `${toSubject(pushAddress)}.>`, from: 'beginning' } as const;
  using _ = await consumeBare(nats, range, (message) => {
    if (message.headers?.get('ce-id') && --left === 0) all.resolve();
  });
  await all.promise;
  await nats.close();
}
