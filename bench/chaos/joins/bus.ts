import type { EventBusKind } from '../../../model/event-bus/event-bus.ts';
import { applyPlan } from '../../support/apply-plan.ts';
import { startJetStreamServers } from '../../support/jetstream-servers.ts';
import { startKafkaBrokers } from '../../support/kafka-brokers.ts';
import type { ChaosBus } from '../bus/chaos-bus.ts';
import { startMemory } from '../bus/memory.ts';

/** Nothing is trimmed while it lasts. */
const roomy = { maxBytes: 2 * 1024 ** 3 };

/** Every kind of bus with everything stored once: only workers die. */
export const joinBuses: Readonly<Record<EventBusKind, () => Promise<ChaosBus>>> = {
  async memory() {
    const bus = await startMemory();
    await applyPlan(bus.spec, { quotas: { event: roomy, journal: roomy } });
    return bus;
  },
  async jetstream() {
    const { spec, ...started } = await startJetStreamServers(1);
    return { spec, servers: [], [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
  },
  async kafka() {
    const { spec, ...started } = await startKafkaBrokers(1);
    return { spec, servers: [], [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
  },
};
