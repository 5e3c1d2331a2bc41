import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { EventBusDeployment } from '../../model/event-bus/bus-deployment.ts';
import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import {
  type ManagedJetStreamOptions,
  type ManagedJetStreamSpec,
  managedJetStreamSchema,
} from '../../model/event-bus/managed-jetstream.ts';
import { toBusQuotas } from '../../model/event-bus/managed-jetstream-quotas.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { toServerSecrets } from '../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../model/keeper/keeper.ts';
import { checkName } from '../../model/names.ts';
import type { Quantity } from '../../model/quantity.ts';
import { parseSpec } from '../../model/schema.ts';
import { claim } from '../claim.ts';
import { Keeper } from '../keeper/keeper.ts';
import { addDisruptionBudget } from '../workload/disruption-budget.ts';
import { type PodOptions, pickPodOptions } from '../workload/pod-options.ts';
import type { ClientOfBus, IEventBus } from './event-bus.ts';
import { addCertificate } from './jetstream/certificate.ts';
import { toServerUrls, withIssued } from './jetstream/client-config.ts';
import { ExternalJetStreamEventBus, type JetStreamEventBusRef } from './jetstream/external.ts';
import { toHosts, withNamespace } from './jetstream/hosts.ts';
import { addPodMonitor } from './jetstream/monitoring.ts';
import { type BusNames, deletionGuard, ports, toBusNames, toPodNames } from './jetstream/names.ts';
import { addNetworkPolicy, type BusNetworkPolicy } from './jetstream/network-policy.ts';
import { paths, type ServerConf, toServerConf } from './jetstream/server-conf.ts';
import { addServices, type BusServices } from './jetstream/services.ts';
import { addStatefulSet } from './jetstream/stateful-set.ts';

/** A bus on NATS servers that the construct deploys. The options of pods are about those of the servers. */
export interface JetStreamEventBusProps extends ManagedJetStreamOptions, PodOptions {
  /** The image of its keeper, and of its workers unless they say otherwise. Default: as for every worker. */
  readonly image?: string;
  /** The pod of its keeper. */
  readonly keeper?: PodOptions;
  /** Who may reach the servers beside the bus's own workers and keeper; `false` leaves policies to you. */
  readonly networkPolicy?: BusNetworkPolicy | false;
}

/** What a bus tells other programs. */
export interface EventBusStatus {
  /** What `JetStreamEventBus.fromConfig` takes; no secret is in it. */
  readonly config: JetStreamEventBusRef;
}

/**
 * An event bus on NATS JetStream: its servers, and the keeper that looks after what lives inside. The objects are public,
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
  readonly disruptionBudget?: ApiObject;
  readonly networkPolicy?: ApiObject;
  readonly podMonitor?: ApiObject;
  /** Where cert-manager issues the servers' certificates. */
  readonly certificate?: ApiObject;
  readonly #names: BusNames;
  readonly #replicas: number;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: JetStreamEventBusProps) {
    super(scope, id);
    const at = this.node.path;
    checkBusName(this, id);
    const { image, keeper, networkPolicy = {}, ...rest } = props;
    const podOptions = pickPodOptions(rest);
    const spec = parseSpec(managedJetStreamSchema, without(rest, podOptions), at);
    const { namespace } = Chart.of(this);
    checkNamespaces(spec.allowNamespaces, namespace, at);
    const volume = toVolume(spec);
    const quotas = toBusQuotas(spec.quotas, volume, at);
    const names = toBusNames(id);
    this.name = id;
    this.#names = names;
    this.#replicas = spec.replicas;
    this.config = {
      kind: 'jetstream',
      name: id,
      servers: toServerUrls(names, spec.replicas, namespace),
      ...(spec.auth && { auth: spec.auth.client }),
    };
    this.deployment = {
      ...(namespace !== undefined && { namespace }),
      allowNamespaces: spec.allowNamespaces,
      podLabels: names.selector,
      clientPort: ports.client,
      keeperServiceAccount: `${id}-keeper`,
      ...(image !== undefined && { image }),
    };
    const { kind: _, ...config } = this.config;
    this.status = { config: { ...config, deployment: this.deployment } };
    const conf = toServerConf(spec, volume, names);
    this.configMap = this.#addConfigMap(conf);
    this.statusConfigMap = this.#addStatusConfigMap();
    this.services = addServices(this, names);
    const secrets = toSecrets(id, spec);
    this.statefulSet = addStatefulSet(this, {
      spec,
      names,
      volume,
      secrets,
      checksum: conf.checksum,
      options: podOptions,
    });
    const { servers: name, labels, selector } = names;
    if (spec.replicas > 1) this.disruptionBudget = addDisruptionBudget(this, { name, labels, selector });
    if (networkPolicy !== false)
      this.networkPolicy = addNetworkPolicy(this, { ...spec, bus: id, names, policy: networkPolicy });
    if (spec.podMonitor) this.podMonitor = addPodMonitor(this, names, spec.podMonitor);
    const hosts = toHosts(names, spec.replicas);
    if (spec.tls.issuer === 'cert-manager')
      this.certificate = addCertificate(this, {
        names,
        secret: secrets.tls,
        hosts: withNamespace(hosts, namespace),
        tls: spec.tls,
      });
    this.keeper = new Keeper(this, id, {
      ...keeper,
      bus: this,
      ...(image !== undefined && { image }),
      replicas: spec.copies ?? (Math.min(spec.replicas, 5) as 1 | 3 | 5),
      quotas,
      ...(spec.history !== undefined && { history: spec.history }),
      ...(spec.grace !== undefined && { grace: spec.grace }),
      ...(namespace !== undefined && { namespaces: [...new Set([namespace, ...spec.allowNamespaces])] }),
      servers: { pods: toPodNames(names, spec.replicas), hosts, certificates: toCertificates(spec, secrets.tls) },
    });
  }

  /**
   * A bus that exists already: one that another program has declared, by its `status.config`, or servers that somebody
   * else runs. Throws an `InvalidSpecError` where the configuration is wrong.
   */
  static fromConfig(config: JetStreamEventBusRef): IEventBus {
    return new ExternalJetStreamEventBus(config);
  }

  /** With the nkey and the authority that the keeper writes into a Secret of that component. */
  configFor(client: ClientOfBus): JetStreamEventBusSpec {
    const { namespace } = Chart.of(this);
    const isNear = namespace === undefined || client.namespace === namespace;
    const servers = isNear ? toServerUrls(this.#names, this.#replicas) : this.config.servers;
    return withIssued({ ...this.config, servers }, client);
  }

  #addConfigMap({ text }: ServerConf): ApiObject {
    const { servers: name, labels } = this.#names;
    return new ApiObject(this, 'config-map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels, annotations: deletionGuard },
      data: { [paths.conf]: text },
    });
  }

  #addStatusConfigMap(): ApiObject {
    return new ApiObject(this, 'status', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: this.#names.status, labels: this.#names.labels },
      data: { 'config.json': `${JSON.stringify(this.status.config, undefined, 2)}\n` },
    });
  }
}

/** Room for `-nats-headless`, and for the hash that Kubernetes puts behind the name of a pod's revision. */
const longestName = 45;

function checkBusName(bus: JetStreamEventBus, id: string): void {
  const at = bus.node.path;
  checkName('an event bus', id, at);
  if (!/^[a-z]/.test(id) || id.length > longestName)
    throw new InvalidSpecError(
      `${at}: '${id}' cannot name an event bus, after which Services are named; begin with a letter, and use ${longestName} characters at most`,
    );
  const owner = claim(bus, `event bus ${id}`);
  if (owner !== undefined)
    throw new InvalidSpecError(`${at}: ${owner} is an event bus '${id}' of this namespace already; rename one of them`);
}

function checkNamespaces(allowed: readonly string[], own: string | undefined, at: string): void {
  for (const namespace of allowed) checkName('a namespace', namespace, `${at}: allowNamespaces`);
  if (allowed.length > 0 && own === undefined)
    throw new InvalidSpecError(
      `${at}: allowNamespaces: workers elsewhere reach the bus by its namespace, and its chart has none; give it one: new Chart(app, id, { namespace })`,
    );
}

/** What is left are the construct's own options. */
function without(props: object, podOptions: PodOptions): object {
  return Object.fromEntries(
    Object.entries(props).filter(([key, value]) => value !== undefined && !Object.hasOwn(podOptions, key)),
  );
}

function toVolume({ persistence, ephemeral }: ManagedJetStreamSpec): Quantity {
  if (persistence) return persistence.size;
  return typeof ephemeral === 'object' ? ephemeral.size : '2Gi';
}

function toSecrets(bus: string, { tls, auth }: ManagedJetStreamSpec): { readonly users: string; readonly tls: string } {
  const issued = toServerSecrets(bus);
  return { users: auth?.secret ?? issued.users, tls: tls.issuer === 'secret' ? tls.secret : issued.tls };
}

function toCertificates({ tls }: ManagedJetStreamSpec, secret: string): ManagedServersSpec['certificates'] {
  return tls.issuer === 'keeper' ? tls : { issuer: 'secret', secret };
}
