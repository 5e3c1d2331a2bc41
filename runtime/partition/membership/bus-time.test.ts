import { BusTime } from './bus-time.ts';

it('is the own time while nothing is known', () => {
  expect(new BusTime().at(1_000)).toBe(1_000);
});

it.each([60_000, -60_000, 0])(
  'follows a clock that is %p ms ahead, by the message that came back soonest',
  (aheadMs) => {
    const time = new BusTime();
    for (const delayMs of [40, 3, 900]) time.heard(1_000_000 + aheadMs + delayMs, 1_000_000);
    expect(time.at(2_000_000 + aheadMs)).toBe(1_999_997);
  },
);

it('forgets what was before a clock was set', () => {
  const time = new BusTime();
  time.heard(1_000, 1_000);
  for (let n = 0; n < 8; n++) time.heard(61_000, 1_000);
  expect(time.at(100_000)).toBe(40_000);
});
