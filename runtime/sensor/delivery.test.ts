import fc from 'fast-check';
import type { RetrySpec } from '../../model/trigger/retry.ts';
import { afterAttempt } from './delivery.ts';

const retry: RetrySpec = { steps: 5, duration: '1s', factor: 2, cap: '5s', jitter: 0 };
const away = { kind: 'retry', reason: 'api answered 503' } as const;
const half = () => 0.5;
const first = { attempt: 1, tries: 1 };

const anyRetry: fc.Arbitrary<RetrySpec> = fc.record({
  steps: fc.integer({ min: 1, max: 3000 }),
  duration: fc.nat(100_000).map((ms) => `${ms}ms` as const),
  factor: fc.double({ min: 1, max: 1e6, noNaN: true }),
  cap: fc.nat(1_000_000).map((ms) => `${ms}ms` as const),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('an attempt', () => {
  it('that is done ends it', () => {
    const outcome = { kind: 'done', detail: 'HTTP 200' } as const;
    expect(afterAttempt(retry, { ...first, outcome, random: half })).toStrictEqual({ kind: 'done' });
  });

  it('that never can succeed is given up at once, with the reason', () => {
    const outcome = { kind: 'failed', reason: 'api answered 400' } as const;
    expect(afterAttempt(retry, { ...first, outcome, random: half })).toStrictEqual({
      kind: 'deadLetter',
      reason: 'api answered 400',
    });
  });

  it('that may succeed later is made again after growing delays up to the cap, then given up', () => {
    const deliveries = [1, 2, 3, 4, 5].map((attempt) =>
      afterAttempt(retry, { attempt, tries: attempt + 3, outcome: away, random: half }),
    );
    expect(deliveries).toStrictEqual([
      { kind: 'retry', delayMs: 1000 },
      { kind: 'retry', delayMs: 2000 },
      { kind: 'retry', delayMs: 4000 },
      { kind: 'retry', delayMs: 5000 },
      { kind: 'deadLetter', reason: 'api answered 503' },
    ]);
  });

  it('that met a busy target is made again, however often', () => {
    const outcome = { kind: 'busy', reason: 'api answered 429', afterMs: 7000 } as const;
    const delivery = afterAttempt(retry, { attempt: 5, tries: 5, outcome, random: half });
    expect(delivery).toStrictEqual({ kind: 'retry', delayMs: 7000 });
  });

  it('that met a busy target is made again after delays that grow up to 30 s, whatever the cap', () => {
    const outcome = { kind: 'busy', reason: 'api answered 429' } as const;
    const slow: RetrySpec = { ...retry, cap: '1h' };
    const deliveries = [1, 2, 5, 6, 999].map((tries) =>
      afterAttempt(slow, { attempt: 1, tries, outcome, random: half }),
    );
    expect(deliveries).toMatchObject([1000, 2000, 16_000, 30_000, 30_000].map((delayMs) => ({ delayMs })));
  });

  it.each([
    ['is waited for where it is longer', 30_000, 30_000],
    ['does not shorten the backoff', 10, 1000],
    ['is waited for an hour at the most', 86_400_000, 3_600_000],
  ])('what the target asks for %s', (_, afterMs, delayMs) => {
    const outcome = { ...away, afterMs };
    expect(afterAttempt(retry, { ...first, outcome, random: half })).toStrictEqual({ kind: 'retry', delayMs });
  });
});

describe('a delay', () => {
  const delayOf = (spec: RetrySpec, attempt: number, random: () => number) => {
    const delivery = afterAttempt({ ...spec, steps: attempt + 1 }, { attempt, tries: attempt, outcome: away, random });
    return delivery.kind === 'retry' ? delivery.delayMs : Number.NaN;
  };

  it('stays within the cap, give or take the jitter', () => {
    fc.assert(
      fc.property(anyRetry, fc.integer({ min: 1, max: 3000 }), anyRandom, (spec, attempt, random) => {
        const capMs = Number.parseInt(spec.cap, 10);
        const firstMs = Math.min(Number.parseInt(spec.duration, 10), capMs);
        const delayMs = delayOf(spec, attempt, () => random);
        expect(delayMs).toBeGreaterThanOrEqual(firstMs * (1 - spec.jitter) * (1 - 1e-9));
        expect(delayMs).toBeLessThanOrEqual(capMs * (1 + spec.jitter) * (1 + 1e-9));
      }),
    );
  });

  it('never shrinks without jitter', () => {
    fc.assert(
      fc.property(anyRetry, fc.integer({ min: 1, max: 3000 }), (spec, attempt) => {
        const steady = { ...spec, jitter: 0 };
        expect(delayOf(steady, attempt + 1, half)).toBeGreaterThanOrEqual(delayOf(steady, attempt, half));
      }),
    );
  });
});

describe('an event', () => {
  it('is tried exactly as often as its steps say', () => {
    fc.assert(
      fc.property(anyRetry, anyRandom, (spec, random) => {
        let attempt = 1;
        const next = () => afterAttempt(spec, { attempt, tries: attempt, outcome: away, random: () => random });
        while (next().kind === 'retry') attempt++;
        expect(attempt).toBe(spec.steps);
      }),
      { numRuns: 20 },
    );
  });
});
