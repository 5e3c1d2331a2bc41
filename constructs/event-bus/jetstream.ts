import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { EventBusDeployment } from '../../model/event-bus/bus-deployment.ts';
import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import {
  type ManagedJetStreamOptions,
  type ManagedJetStreamSpec,
  managedJetStreamSchema,
} from '../../model/event-bus/managed-jetstream.ts';
import { toBusQuotas } from '../../model/event-bus/managed-jetstream-quotas.ts';
import type { Quantity } from '../../model/quantity.ts';
import { parseSpec } from '../../model/schema.ts';
import { Keeper, type KeeperProps } from '../keeper/keeper.ts';
import { addDisruptionBudget } from '../workload/disruption-budget.ts';
import { addPodMonitor } from '../workload/pod-monitor.ts';
import { omitPodOptions, type PodOptions, pickPodOptions } from '../workload/pod-options.ts';
import type { ClientOfBus, IEventBus } from './event-bus.ts';
import { addCertificate } from './jetstream/certificate.ts';
import { checkAllowedNamespaces, checkBusName } from './jetstream/check-bus.ts';
import { toServerUrls, withIssued } from './jetstream/client-config.ts';
import { addServerConfigMap, addStatusConfigMap } from './jetstream/config-maps.ts';
import { ExternalJetStreamEventBus, type JetStreamEventBusRef } from './jetstream/external.ts';
import { toHosts, withNamespace } from './jetstream/hosts.ts';
import { toKeeperOptions, toMountedSecrets } from './jetstream/keeper-props.ts';
import { type BusNames, ports, toBusNames } from './jetstream/names.ts';
import { addNetworkPolicy, type BusNetworkPolicy } from './jetstream/network-policy.ts';
import { toServerConf } from './jetstream/server-conf.ts';
import { addServices, type BusServices } from './jetstream/services.ts';
import { addStatefulSet } from './jetstream/stateful-set.ts';

/** A bus on NATS servers that the construct deploys. The options of pods are about those of the servers. */
export interface JetStreamEventBusProps extends ManagedJetStreamOptions, PodOptions {
  /** The image of its keeper, and of its workers unless they say otherwise. Default: as for every worker. */
  readonly image?: string;
  /** The pod of its keeper, and whom it may talk to. */
  readonly keeper?: PodOptions & Pick<KeeperProps, 'networkPolicy'>;
  /** Who may reach the servers beside the bus's own workers and keeper; `false` leaves policies to you. */
  readonly networkPolicy?: BusNetworkPolicy | false;
}

/** What a bus tells other programs. */
export interface EventBusStatus {
  /** What `JetStreamEventBus.fromConfig` takes; no secret is in it. */
  readonly config: JetStreamEventBusRef;
}

/**
 * An event bus on NATS JetStream: its servers, and the keeper that looks after what lives inside. Its objects are public,
 * for patches: `bus.statefulSet.addJsonPatch(...)`.
 * @example
 * new JetStreamEventBus(chart, 'bus', {
 *   version: '2.15.2',
 *   replicas: 3,
 *   persistence: { storageClassName: 'gp3', size: '20Gi' },
 * });
 */
export class JetStreamEventBus extends Construct implements IEventBus {
  readonly name: string;
  readonly config: JetStreamEventBusSpec;
  readonly deployment: EventBusDeployment;
  /** Also in the ConfigMap `<name>-event-bus`, key `config.json`. */
  readonly status: EventBusStatus;
  readonly keeper: Keeper;
  readonly statefulSet: ApiObject;
  /** Its key `nats.conf` is what the servers read. */
  readonly configMap: ApiObject;
  readonly statusConfigMap: ApiObject;
  readonly services: BusServices;
  /** Absent on one replica, which has no other to wait for. */
  readonly pdb?: ApiObject;
  /** Absent with `networkPolicy: false`. */
  readonly networkPolicy?: ApiObject;
  readonly podMonitor?: ApiObject;
  /** Where cert-manager issues the servers' certificates. */
  readonly certificate?: ApiObject;
  readonly #names: BusNames;
  readonly #replicas: number;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: JetStreamEventBusProps) {
    super(scope, id);
    checkBusName(this, id);
    const { image, keeper, networkPolicy = {}, ...options } = props;
    const own = image === undefined ? {} : { image };
    const spec = parseSpec(managedJetStreamSchema, omitPodOptions(options), this.node.path);
    checkAllowedNamespaces(this, spec.allowNamespaces);
    const volume = toVolume(spec);
    const quotas = toBusQuotas(spec.quotas, volume, this.node.path);
    const { namespace } = Chart.of(this);
    const names = toBusNames(id);
    const { servers: name, labels, selector } = names;
    this.name = id;
    this.#names = names;
    this.#replicas = spec.replicas;
    const servers = toServerUrls(names, spec.replicas, namespace);
    const config = { name: id, servers, ...(spec.auth && { auth: spec.auth.client }) };
    this.config = { kind: 'jetstream', ...config };
    this.deployment = {
      ...(namespace !== undefined && { namespace }),
      allowNamespaces: spec.allowNamespaces,
      podLabels: selector,
      clientPort: ports.client,
      keeperServiceAccount: `${id}-keeper`,
      ...own,
    };
    this.status = { config: { ...config, deployment: this.deployment } };

    const conf = toServerConf(spec, volume, names);
    const secrets = toMountedSecrets(id, spec);
    this.configMap = addServerConfigMap(this, names, conf.text);
    this.statusConfigMap = addStatusConfigMap(this, names, this.status.config);
    this.services = addServices(this, names);
    const pods = { options: pickPodOptions(options), checksum: conf.checksum, secrets };
    this.statefulSet = addStatefulSet(this, { spec, names, volume, ...pods });
    if (spec.replicas > 1) this.pdb = addDisruptionBudget(this, { name, labels, selector });
    if (networkPolicy)
      this.networkPolicy = addNetworkPolicy(this, { ...spec, bus: this, names, policy: networkPolicy });
    if (spec.podMonitor)
      this.podMonitor = addPodMonitor(this, { name, labels, selector }, { port: 'metrics', options: spec.podMonitor });
    if (spec.tls.issuer === 'cert-manager') {
      const hosts = withNamespace(toHosts(names, spec.replicas), namespace);
      this.certificate = addCertificate(this, { names, secret: secrets.tls, hosts, tls: spec.tls });
    }
    const kept = toKeeperOptions({ spec, names, quotas, secrets, namespace });
    this.keeper = new Keeper(this, id, { ...keeper, ...own, ...kept, bus: this });
  }

  /**
   * A bus that exists already: one that another program has declared, by its `status.config`, or servers that somebody
   * else runs. Throws an `InvalidSpecError` where the configuration is wrong.
   * @example
   * JetStreamEventBus.fromConfig({
   *   name: 'main',
   *   servers: ['nats://nats.messaging:4222'],
   *   auth: natsToken({ name: 'nats', key: 'token' }),
   * })
   */
  static fromConfig(config: JetStreamEventBusRef): IEventBus {
    return new ExternalJetStreamEventBus(config);
  }

  /** With the nkey and the authority that the keeper writes into a Secret of that component. */
  configFor(client: ClientOfBus): JetStreamEventBusSpec {
    const isNear = client.namespace === this.deployment.namespace;
    const servers = isNear ? toServerUrls(this.#names, this.#replicas) : this.config.servers;
    return withIssued({ ...this.config, servers }, client);
  }
}

function toVolume({ persistence, ephemeral }: ManagedJetStreamSpec): Quantity {
  if (persistence) return persistence.size;
  return typeof ephemeral === 'object' ? ephemeral.size : '2Gi';
}
