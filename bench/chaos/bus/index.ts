import type { EventBusKind } from '../../../model/event-bus/event-bus.ts';
import type { ChaosBus } from './chaos-bus.ts';
import { startJetStream } from './jetstream.ts';
import { startKafka } from './kafka.ts';
import { startMemory } from './memory.ts';

/** Every kind of bus, as chaos starts it. */
export const chaosBuses: Readonly<Record<EventBusKind, () => Promise<ChaosBus>>> = {
  memory: startMemory,
  jetstream: startJetStream,
  kafka: startKafka,
};
