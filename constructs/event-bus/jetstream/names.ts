import { toLabels, toSelectorLabels } from '../../workload/labels.ts';

/** Where servers listen. A contract: policies and clients of other programs go by them. */
export const ports = { client: 4222, cluster: 6222, monitor: 8222, metrics: 7777 } as const;

/** What the objects of a bus are called. A contract: another name is another object. */
export interface BusNames {
  /** StatefulSet, ConfigMap, client Service, PodDisruptionBudget, NetworkPolicy, Certificate and PodMonitor. */
  readonly servers: string;
  readonly headlessService: string;
  /** The ConfigMap with what another program needs in order to use the bus. */
  readonly status: string;
  /** By which selectors find the servers. */
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export function toBusNames(bus: string): BusNames {
  const labels = { name: 'nats', instance: bus };
  return {
    servers: `${bus}-nats`,
    headlessService: `${bus}-nats-headless`,
    status: `${bus}-event-bus`,
    selector: toSelectorLabels(labels),
    labels: toLabels({ ...labels, component: 'event-bus' }),
  };
}

/** The pods of the servers: `bus-nats-0`. */
export function toPodNames({ servers }: BusNames, replicas: number): readonly string[] {
  return Array.from({ length: replicas }, (_, index) => `${servers}-${index}`);
}
