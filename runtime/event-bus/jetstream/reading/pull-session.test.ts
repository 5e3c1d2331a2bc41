import { createBusContext } from '../../testing/bus-context.ts';
import { connectJetStream } from '../connection.ts';
import { toSpec } from '../testing/bus-spec.ts';
import { startNatsServer } from '../testing/nats-server.ts';
import { SetBackClock } from '../testing/set-back-clock.ts';
import { PullSession } from './pull-session.ts';

const hourMs = 3_600_000;

it('a consumer that is silent is noticed, though the system’s clock is set back', async () => {
  await using server = await startNatsServer();
  await using real = await connectJetStream(toSpec(server.url), createBusContext());
  // it hears what is asked, and never answers
  real.nats.subscribe('silent.>', { callback: () => {} });
  const clock = new SetBackClock(hourMs);
  const connection = { ...real, api: 'silent', clock };
  using session = new PullSession({ connection, stream: 's', consumer: 'c', pullBytes: 1_000, mostAsked: 10 });
  clock.setBack(hourMs);
  await clock.advance(1_250);
  expect([session.isQuiet, session.broken]).toStrictEqual([false, undefined]);
  await clock.advance(250);
  expect([session.isQuiet, session.broken]).toStrictEqual([true, undefined]);
  await clock.advance(1_250);
  expect(session.broken).toBe('the consumer is silent');
});
