import { connectMemory } from '../../runtime/event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import { ManualClock } from '../../runtime/support/testing/manual-clock.ts';
import { describeScenarios } from './describe-scenarios.ts';
import type { Stage } from './stage.ts';

const grainMs = 25;

/** Time stands still but where the scenario lets it pass. */
async function openStage(): Promise<Stage> {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const store = new MemoryStore({ clock });
  const clients = new AsyncDisposableStack();
  return {
    connect: async () => clients.use(connectMemory(store)),
    clock,
    async pass(ms) {
      for (let left = ms; left > 0; left -= grainMs) await clock.advance(Math.min(left, grainMs));
    },
    [Symbol.asyncDispose]: () => clients.disposeAsync(),
  };
}

const { promises } = connectMemory(new MemoryStore());

describeScenarios({ name: 'a memory bus', promises, open: openStage });
