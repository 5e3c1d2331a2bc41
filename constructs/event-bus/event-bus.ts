import type { BusClient } from '../../model/event-bus/bus-client.ts';
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
  configFor?(client: Pick<BusClient, 'component' | 'name'>): EventBusSpec;
}

/** What else the constructs around a bus need to know of one that the same cluster runs. */
export interface EventBusDeployment {
  /** The namespace of its pods; the chart's own where it is absent. */
  readonly namespace?: string;
  /** The namespaces whose workers may use it, beside its own. */
  readonly allowNamespaces: readonly string[];
  /** Labels of its pods, and the port on which they listen for clients: for network policies. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly clientPort: number;
  /** The ServiceAccount of its keeper, which writes the Secrets of its clients. */
  readonly keeperServiceAccount: string;
  /** The image of its keeper, which its workers run too unless they say otherwise. */
  readonly image?: string;
}
