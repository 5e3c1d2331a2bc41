import { runChaos } from '../bench/chaos/run-chaos.ts';

describe('the runtime as it ships, its workers killed and frozen while webhooks come in', () => {
  it('acts on every accepted event, each under one idempotency key', async () => {
    const result = await runChaos({
      seed: 7,
      events: 3_000,
      ratePerSecond: 500,
      workers: 2,
      disturbEveryMs: 2_000,
      tell: () => {},
    });
    expect(result).toMatchObject({ sent: 3_000, accepted: 3_000, missing: 0, splitKeys: 0 });
    expect(result.kills + result.freezes).toBeGreaterThan(1);
  }, 240_000);
});
