import type { CompiledWindow } from './compile-join.ts';
import { endOf } from './end-of.ts';
import { compileResets } from './resets.ts';

const minuteMs = 60_000;
const openedAt = Date.parse('2026-01-01T11:50:00Z');
const noon = openedAt + 10 * minuteMs;

const none = compileResets([]);
const hourly = compileResets([{ schedule: '0 * * * *', timeZone: 'UTC' }]);

function within(minutes: number): CompiledWindow {
  return { within: `${minutes}m`, withinMs: minutes * minuteMs, onTimeout: 'drop', maxOpen: 1, keys: {}, keyings: {} };
}

const present = { openedAt, isPresent: true };
const left = { openedAt, isPresent: false };

describe('what waits ends', () => {
  it.each([
    ['with its window', { window: within(30), resets: none }, present, noon + 20 * minuteMs, 'window'],
    ['never, without one', { window: undefined, resets: none }, present, Number.POSITIVE_INFINITY, 'window'],
    ['with the next reset', { window: undefined, resets: hourly }, present, noon, 'reset'],
    ['with a reset before its window does', { window: within(30), resets: hourly }, present, noon, 'reset'],
    ['with a reset that is due when its window ends', { window: within(10), resets: hourly }, present, noon, 'reset'],
    ['with its window before a reset', { window: within(9), resets: hourly }, present, noon - minuteMs, 'window'],
    [
      'with its window where its key is made in another way',
      { window: within(9), resets: none },
      left,
      noon - minuteMs,
      'window',
    ],
    [
      'at once where keys are asked for no more',
      { window: undefined, resets: hourly },
      left,
      Number.NEGATIVE_INFINITY,
      'window',
    ],
  ] as const)('%s', (_, join, opened, at, by) => {
    expect(endOf(join, opened)).toStrictEqual({ at, by });
  });

  it('with the reset behind the one that it began with', () => {
    const opened = { openedAt: noon, isPresent: true };
    expect(endOf({ window: undefined, resets: hourly }, opened)).toStrictEqual({
      at: noon + 60 * minuteMs,
      by: 'reset',
    });
  });
});
