import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Sat, 21 Nov 2026 10:01:30 GMT', 90_000],
  ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
  [['5', '7'], 5000],
])('a Retry-After of %p asks for %p ms', (value, delayMs) => {
  expect(parseRetryAfter(value, now)).toBe(delayMs);
});
