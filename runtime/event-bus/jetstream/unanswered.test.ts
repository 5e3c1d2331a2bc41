import { BusUnavailableError, type EventBusError } from '../error.ts';
import { SetBackClock } from './testing/set-back-clock.ts';
import { Unanswered } from './unanswered.ts';

const hourMs = 3_600_000;

it('what is not answered is given up after 5 s, though the system’s clock is set back', async () => {
  const clock = new SetBackClock(hourMs);
  const unanswered = new Unanswered(clock);
  const rejected: EventBusError[] = [];
  const sending = { subject: 'a', headers: new Uint8Array(), payload: new Uint8Array(), resolve() {} };
  unanswered.add({ ...sending, reject: (error) => rejected.push(error as EventBusError) });
  clock.setBack(hourMs);
  await clock.advance(4_999);
  expect(rejected).toStrictEqual([]);
  await clock.advance(500);
  expect(rejected).toStrictEqual([
    new BusUnavailableError("JetStream did not acknowledge what was sent to 'a' within 5 s"),
  ]);
});
