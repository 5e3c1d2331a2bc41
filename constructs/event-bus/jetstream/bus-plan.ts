import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EventBusDeployment } from '../../../model/event-bus/bus-deployment.ts';
import type { JetStreamEventBusConfig } from '../../../model/event-bus/jetstream.ts';
import { type ManagedJetStreamSpec, managedJetStreamSchema } from '../../../model/event-bus/managed-jetstream.ts';
import { toBusQuotas } from '../../../model/event-bus/managed-jetstream-quotas.ts';
import type { KeeperQuotas } from '../../../model/keeper/keeper.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { parseSpec } from '../../../model/schema.ts';
import { omitPodOptions, type PodOptions, pickPodOptions } from '../../workload/pod-options.ts';
import type { Workload } from '../../workload/workload.ts';
import { checkBusName } from '../check-bus-name.ts';
import { checkAllowedNamespaces, checkMemory, checkServerPods } from './check-bus.ts';
import { toServerUrls } from './client-config.ts';
import { type MountedSecrets, toMountedSecrets } from './mounted-secrets.ts';
import { type BusNames, ports, toBusNames } from './names.ts';

/** What follows from the options of a bus, before there is any object. */
export interface BusPlan {
  readonly spec: ManagedJetStreamSpec;
  readonly names: BusNames;
  /** What the servers' objects have in common. */
  readonly servers: Workload;
  /** About the servers' pods. */
  readonly pods: PodOptions;
  readonly namespace: string | undefined;
  readonly volume: Quantity;
  readonly quotas: Required<KeeperQuotas>;
  readonly secrets: MountedSecrets;
  /** For clients in any namespace. */
  readonly config: JetStreamEventBusConfig;
  readonly deployment: EventBusDeployment;
}

/** Throws an `InvalidSpecError` that names the option that is wrong. */
export function planBus(bus: Construct, options: object, image: string | undefined): BusPlan {
  const { id, path: at } = bus.node;
  checkBusName(bus, id);
  const spec = parseSpec(managedJetStreamSchema, omitPodOptions(options), at);
  const pods = pickPodOptions(options);
  checkAllowedNamespaces(bus, spec.allowNamespaces);
  checkServerPods(pods, at);
  checkMemory(spec, pods, at);
  const { namespace } = Chart.of(bus);
  const names = toBusNames(id);
  const volume = toVolume(spec);
  return {
    spec,
    names,
    servers: { name: names.servers, labels: names.labels, selector: names.selector },
    pods,
    namespace,
    volume,
    quotas: toBusQuotas(spec.quotas, { volume, maxPayload: spec.settings.maxPayload }, at),
    secrets: toMountedSecrets(id, spec),
    config: {
      name: id,
      servers: toServerUrls(names, spec.replicas, namespace),
      ...(spec.auth && { auth: spec.auth.client }),
    },
    deployment: {
      ...(namespace !== undefined && { namespace }),
      allowNamespaces: spec.allowNamespaces,
      podLabels: names.selector,
      clientPort: ports.client,
      keeperServiceAccount: `${id}-keeper`,
      ...(image !== undefined && { image }),
    },
  };
}

function toVolume({ persistence, ephemeral }: ManagedJetStreamSpec): Quantity {
  if (persistence) return persistence.size;
  return typeof ephemeral === 'object' ? ephemeral.size : '2Gi';
}
