import { toQuantity, toTime, toTimestamp } from './units.ts';

it('bytes are told by the unit that suits them, and as unlimited without an end', () => {
  const amounts = [0, 1536, 2 * 1024 ** 3, Number.POSITIVE_INFINITY];
  expect(amounts.map(toQuantity)).toStrictEqual(['0', '1.5Ki', '2Gi', 'unlimited']);
});

describe('a moment', () => {
  it('is told exactly to programs, and to the second to people', () => {
    const at = Date.parse('2026-01-01T12:00:00.120Z');
    expect([toTimestamp(at), toTime(at)]).toStrictEqual(['2026-01-01T12:00:00.120Z', '2026-01-01T12:00:00Z']);
  });

  it('that no date can say is told by the nearest that one can', () => {
    const times = [10_000_000_000 * 3_600_000, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(times.map(toTime)).toStrictEqual([
      '+275760-09-13T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      '-271821-04-20T00:00:00Z',
    ]);
  });
});
