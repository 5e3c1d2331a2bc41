import { ManualClock } from '../../support/testing/manual-clock.ts';
import { answerInTime } from './answer-in-time.ts';
import { Refusal } from './refusal.ts';

const never = new Promise<void>(() => {});

it('each request waits 4.5 s, whenever the one before it began', async () => {
  const clock = new ManualClock();
  using inTime = answerInTime(clock);
  const told: [who: string, atMs: number, status: number][] = [];
  const wait = (who: string, work: Promise<void>) =>
    inTime.untilStored(work).catch((error: Refusal) => told.push([who, clock.now(), error.answer.status]));
  wait('first', never);
  await clock.advance(1_000);
  wait('second', never);
  await inTime.untilStored(Promise.resolve());
  await clock.advance(4_000);
  wait('third', never);
  await clock.advance(10_000);
  expect(told).toStrictEqual([
    ['first', 4_500, 503],
    ['second', 5_500, 503],
    ['third', 9_500, 503],
  ]);
});

it('a request is told in time although the clock of the system is set back', async () => {
  const clock = new ManualClock();
  let setBackMs = 0;
  using inTime = answerInTime({
    now: () => clock.now() - setBackMs,
    schedule: (delayMs, run) => clock.schedule(delayMs, run),
  });
  const answer = inTime.untilStored(never).catch((error: unknown) => error);
  setBackMs = 3_600_000;
  await clock.advance(4_500);
  expect(await Promise.race([answer, 'nothing'])).toBeInstanceOf(Refusal);
});

it.each([
  ['eventTooLarge', 413],
  ['entryTooLarge', 413],
  ['busFull', 503],
  ['busUnavailable', 503],
])('what is refused as %s is answered with %i', async (code, status) => {
  using inTime = answerInTime(new ManualClock());
  const refused = inTime.untilStored(Promise.reject(Object.assign(new Error('no'), { code })));
  await expect(refused).rejects.toMatchObject({ answer: { status } });
});

it('a limit that is disposed leaves no timer behind', async () => {
  const clock = new ManualClock();
  let timers = 0;
  const inTime = answerInTime({
    now: () => clock.now(),
    schedule(delayMs, run) {
      timers++;
      const timer = clock.schedule(delayMs, run);
      return {
        [Symbol.dispose]() {
          timers--;
          timer[Symbol.dispose]();
        },
      };
    },
  });
  await inTime.untilStored(Promise.resolve());
  inTime[Symbol.dispose]();
  expect(timers).toBe(0);
});
