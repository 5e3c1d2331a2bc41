import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { EventBusDeployment } from '../../model/event-bus/bus-deployment.ts';
import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import type { ManagedJetStreamOptions } from '../../model/event-bus/managed-jetstream.ts';
import { addManagedKeeper, type Keeper, type KeeperProps } from '../keeper/keeper.ts';
import { checkOptions } from '../workload/check-options.ts';
import { checkPodOptions } from '../workload/check-pod-options.ts';
import { addDisruptionBudget } from '../workload/disruption-budget.ts';
import { checkPinned } from '../workload/image.ts';
import { checkNetworkPolicy } from '../workload/network-policy.ts';
import { addPodMonitor } from '../workload/pod-monitor.ts';
import { type PodOptions, podOptionNames } from '../workload/pod-options.ts';
import type { ClientOfBus, IEventBus } from './event-bus.ts';
import { type BusPlan, planBus } from './jetstream/bus-plan.ts';
import { addCertificate } from './jetstream/certificate.ts';
import { toServerUrls, withIssued } from './jetstream/client-config.ts';
import { ExternalJetStreamEventBus, type JetStreamEventBusRef } from './jetstream/external.ts';
import { toKeeperOptions } from './jetstream/keeper-props.ts';
import { addNetworkPolicy, type BusNetworkPolicy } from './jetstream/network-policy.ts';
import { toServerConf } from './jetstream/server-conf.ts';
import { addServerConfigMap } from './jetstream/server-config-map.ts';
import { addServices, type BusServices } from './jetstream/services.ts';
import { addStatefulSet } from './jetstream/stateful-set.ts';
import { addStatusConfigMap } from './status-config-map.ts';

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
  /** What the servers read, in its key `nats.conf`; of one server in `nats-alone.conf`. */
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
  readonly #plan: BusPlan;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: JetStreamEventBusProps) {
    super(scope, id);
    const { image, keeper = {}, networkPolicy = {}, ...options } = props;
    const at = this.node.path;
    checkNetworkPolicy(networkPolicy, ['clients', 'metrics'], at);
    checkOptions(keeper, ['networkPolicy', ...podOptionNames()], `${at}: keeper`);
    checkPodOptions(keeper, { at: `${at}: keeper`, containers: ['keeper'] });
    if (image) checkPinned(image, `${at}: image`);
    const plan = planBus(this, options, image);
    const { spec, names, servers } = plan;
    this.#plan = plan;
    this.name = id;
    this.config = { kind: 'jetstream', ...plan.config };
    this.deployment = plan.deployment;
    this.status = { config: { ...plan.config, deployment: plan.deployment } };

    const conf = toServerConf(spec, plan.volume, names);
    this.configMap = addServerConfigMap(this, names, conf);
    this.statusConfigMap = addStatusConfigMap(this, {
      name: names.status,
      labels: names.labels,
      config: this.status.config,
    });
    this.services = addServices(this, names);
    this.statefulSet = addStatefulSet(this, plan, conf);
    if (spec.replicas > 1) this.pdb = addDisruptionBudget(this, servers);
    if (networkPolicy)
      this.networkPolicy = addNetworkPolicy(this, { ...spec, names, bus: this, policy: networkPolicy });
    if (spec.podMonitor) this.podMonitor = addPodMonitor(this, servers, { port: 'metrics', options: spec.podMonitor });
    if (spec.tls.issuer === 'cert-manager') this.certificate = addCertificate(this, plan, spec.tls);
    this.keeper = addManagedKeeper(this, id, { ...keeper, ...toKeeperOptions(plan), bus: this });
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
    const { names, spec } = this.#plan;
    const servers = isNear ? toServerUrls(names, spec.replicas) : this.config.servers;
    return withIssued({ ...this.config, servers }, client);
  }
}
