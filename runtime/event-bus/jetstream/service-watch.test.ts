import { JetStreamApiError } from '@nats-io/jetstream';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { BusRefusedError, BusUnavailableError } from '../error.ts';
import { ServiceWatch } from './service-watch.ts';

const events = 'STREAM.INFO.ew-events';
const journals = 'STREAM.INFO.ew-journals';
const served = { cluster: { leader: 'nats-1' } };
const refusal = (code: number, err_code: number) => new JetStreamApiError({ code, err_code, description: 'no' });

function startWatch() {
  const clock = new ManualClock();
  const left: string[] = [];
  const watch = new ServiceWatch({ clock, leave: (about) => left.push(`${about} at ${clock.now() / 1_000} s`) });
  return {
    left,
    clock,
    async hear(subject: string, outcome: object): Promise<void> {
      const asked = outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      await watch.follow(subject, asked).catch(() => {});
    },
  };
}

it.each([
  ['nobody answers', new BusUnavailableError('timeout')],
  ['its stream has no leader', { cluster: {} }],
  ['JetStream is away', refusal(503, 10008)],
])('a server is left when for 15 s %s, then ever later', async (_, outcome) => {
  const { left, clock, hear } = startWatch();
  while (clock.now() < 200_000) {
    await hear(events, outcome);
    await hear(journals, served);
    await clock.advance(5_000);
  }
  expect(left).toStrictEqual(['ew-events at 15 s', 'ew-events at 45 s', 'ew-events at 105 s']);
});

it.each([
  ['an answer', served],
  ['a server alone', {}],
  ['a refusal', refusal(404, 10059)],
  ['a missing permission', new BusRefusedError('no')],
])('%s now and then keeps a client at its server', async (_, outcome) => {
  const { left, clock, hear } = startWatch();
  for (let times = 0; times < 20; times++) {
    await hear(events, times % 3 === 0 ? outcome : new BusUnavailableError('timeout'));
    await clock.advance(5_000);
  }
  expect(left).toStrictEqual([]);
});

it('what was not served long ago does not count', async () => {
  const { left, clock, hear } = startWatch();
  await hear(events, new BusUnavailableError('timeout'));
  await clock.advance(60_001);
  await hear(events, new BusUnavailableError('timeout'));
  expect(left).toStrictEqual([]);
});
