import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';

/** Where events are stored and carried, wherever it was deployed. */
export interface IEventBus {
  /** Stands for it in messages. */
  readonly name: string;
  /** What a client needs in order to connect. Two buses with an equal one are the same bus. */
  readonly config: EventBusSpec;
}
