import { chaosBuses } from '../bench/chaos/bus/index.ts';
import { type ChaosResult, runChaos } from '../bench/chaos/run-chaos.ts';

describe('the runtime as it ships, killed and frozen while webhooks come in', () => {
  it('acts on every accepted event, each under one idempotency key, on a memory bus', async () => {
    const result = await runChaos({
      startBus: chaosBuses.memory,
      seed: 7,
      events: 3_000,
      ratePerSecond: 500,
      workers: 2,
      disturbEveryMs: 2_000,
      tell: () => {},
    });
    expect(result).toMatchObject({ sent: 3_000, accepted: 3_000, missing: 0, splitKeys: 0 });
    expect(disturbances(result)).toBeGreaterThan(1);
  }, 240_000);

  it('acts on every accepted event, each under one idempotency key, on three JetStream servers that die too', async () => {
    const result = await runChaos({
      startBus: chaosBuses.jetstream,
      seed: 3,
      events: 1_500,
      ratePerSecond: 150,
      workers: 2,
      disturbEveryMs: 2_500,
      tell: () => {},
    });
    expect(result).toMatchObject({ sent: 1_500, accepted: 1_500, missing: 0, splitKeys: 0 });
    expect(disturbances(result)).toBeGreaterThan(1);
    expect(result.serverKills + result.serverFreezes).toBeGreaterThan(0);
  }, 300_000);
});

function disturbances({ kills, freezes, serverKills, serverFreezes }: ChaosResult): number {
  return kills + freezes + serverKills + serverFreezes;
}
