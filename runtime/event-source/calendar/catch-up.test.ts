import { resumeAfter } from './catch-up.ts';
import { toSchedule } from './schedule.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The ticks, in minutes, of a schedule of every ten minutes that are due at once when it is taken up again. */
function due(
  policy: { ticks: 'none' | 'last' | 'all'; maxAge: '1h' | '1d' },
  handledUntil: number,
  aliveSince: number,
  now: number,
) {
  const schedule = toSchedule({ interval: '10m', catchUp: policy });
  const found: number[] = [];
  let at = resumeAfter(schedule, policy, {
    handledUntil: handledUntil * minute,
    aliveSince: aliveSince * minute,
    now: now * minute,
  });
  for (;;) {
    const tick = schedule.next(at) ?? Number.POSITIVE_INFINITY;
    if (tick > now * minute) return found;
    found.push(tick / minute);
    at = tick;
  }
}

it.each([
  ['none', '1d', []],
  ['last', '1d', [120]],
  ['all', '1d', [20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]],
  ['all', '1h', [70, 80, 90, 100, 110, 120]],
] as const)('after two hours without a process, %s within %s makes up for what it says', (ticks, maxAge, expected) => {
  expect(due({ ticks, maxAge }, 10, 125, 125)).toStrictEqual(expected);
});

it('what is too old is not made up for', () => {
  expect(due({ ticks: 'last', maxAge: '1h' }, 0, 9, 9)).toStrictEqual([]);
  const schedule = toSchedule({ interval: '1d', catchUp: { ticks: 'last', maxAge: '1h' } });
  const absence = { handledUntil: 0, aliveSince: 27 * hour, now: 27 * hour };
  expect(resumeAfter(schedule, { ticks: 'last', maxAge: '1h' }, absence)).toBe(27 * hour);
});

it.each(['none', 'last', 'all'] as const)('ticks that passed while a process ran are all due, with %s too', (ticks) => {
  expect(due({ ticks, maxAge: '1h' }, 10, 5, 125)).toStrictEqual([20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
});

it('ticks since the process started are due beside what was missed before', () => {
  expect(due({ ticks: 'none', maxAge: '1d' }, 10, 95, 125)).toStrictEqual([100, 110, 120]);
  expect(due({ ticks: 'last', maxAge: '1d' }, 10, 95, 125)).toStrictEqual([90, 100, 110, 120]);
});

it('a tick at the moment the process started was missed', () => {
  expect(due({ ticks: 'none', maxAge: '1d' }, 10, 20, 20)).toStrictEqual([]);
  expect(due({ ticks: 'last', maxAge: '1d' }, 10, 20, 20)).toStrictEqual([20]);
});

it('a clock that was set back emits nothing again', () => {
  expect(due({ ticks: 'all', maxAge: '1d' }, 60, 30, 30)).toStrictEqual([]);
});
