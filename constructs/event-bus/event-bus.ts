import type { BusClient } from '../../model/event-bus/bus-client.ts';
import type { EventBusDeployment } from '../../model/event-bus/bus-deployment.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';

/** Where events are stored and carried, wherever it was deployed. */
export interface IEventBus {
  /** Stands for it in messages. */
  readonly name: string;
  /** What a client needs in order to connect, whoever it is. Two buses with an equal one are the same bus. */
  readonly config: EventBusSpec;
  /** What the pods of a bus in the same cluster are; absent where somebody else runs it. */
  readonly deployment?: EventBusDeployment;
  /** `config` with the credentials of one component; absent where all use the same. */
  configFor?(client: ClientOfBus): EventBusSpec;
}

/** A component that connects to a bus. */
export interface ClientOfBus extends Pick<BusClient, 'component' | 'name'> {
  /** The namespace of its pods; that of the bus where it is absent. */
  readonly namespace?: string;
}
