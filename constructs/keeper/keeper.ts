import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { toKeeperSecrets } from '../../model/keeper/issued-secrets.ts';
import { type KeeperOptions, keeperSchema, type ManagedServersSpec } from '../../model/keeper/keeper.ts';
import { toKeeperWorker } from '../../model/keeper/keeper-worker.ts';
import { checkName } from '../../model/names.ts';
import { type PodMonitorOptions, podMonitorSchema } from '../../model/pod-monitor.ts';
import { parseSpec } from '../../model/schema.ts';
import { claim } from '../claim.ts';
import { type AddedDocument, addDocument } from '../document/add-document.ts';
import { toBusLabels } from '../event-bus/bus-labels.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { addApiRole, ownNamespace, toRoleName } from '../workload/api-role.ts';
import { checkPodOptions } from '../workload/check-pod-options.ts';
import { resolveImage } from '../workload/image.ts';
import { toMounts } from '../workload/mounts.ts';
import { addNetworkPolicy, checkNetworkPolicy, type NetworkPolicyOptions } from '../workload/network-policy.ts';
import { addPodMonitor } from '../workload/pod-monitor.ts';
import { applyPodOptions, omitPodOptions, type PodOptions, pickPodOptions } from '../workload/pod-options.ts';
import { ports, toPodTemplate } from '../workload/runtime-pod.ts';
import { addServiceAccount } from '../workload/service-account.ts';
import { toWorkload, type Workload } from '../workload/workload.ts';
import { addIssuedSecret } from './issued-secret.ts';
import { documentAccess, toSecretAccess, toServersAccess } from './keeper-access.ts';

/** Which bus is kept, and how. Namespaces other than its own are read where they are named. */
export interface KeeperProps extends KeeperOptions, PodOptions {
  readonly bus: IEventBus;
  /** The runtime's image. Default: `EVENTWRIGHT_IMAGE`, else what `eventwright.lock` says. */
  readonly image?: string;
  /** Rules beside those for what it needs; `false` for no policy at all. */
  readonly networkPolicy?: NetworkPolicyOptions | false;
  /** A PodMonitor for the Prometheus Operator, whose definitions the cluster must have; `true` is `{}`. Default: `false`. */
  readonly podMonitor?: boolean | PodMonitorOptions;
}

/** Also the bus's servers, where the same cluster runs them: it makes their credentials. */
export interface ManagedKeeperProps extends KeeperProps {
  readonly servers: ManagedServersSpec;
}

/** The keeper of a bus in the same cluster. */
export function addManagedKeeper(scope: Construct, id: string, props: ManagedKeeperProps): Keeper {
  return new Keeper(scope, id, props);
}

const defaultResources = { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } };

/**
 * Keeps what lives inside a bus: its stores with their quotas, the first positions of triggers, history that nobody
 * needs any more, and what is left of triggers and workers that are gone. A bus has one. Its chart has a namespace.
 * @example
 * new Keeper(chart, 'keeper', { bus, replicas: 3, quotas: { events: '20Gi' }, history: '7d' });
 */
export class Keeper extends Construct {
  readonly name: string;
  readonly bus: IEventBus;
  readonly deployment: ApiObject;
  readonly serviceAccount: ApiObject;
  /** Absent with `networkPolicy: false`. */
  readonly networkPolicy?: ApiObject;
  readonly podMonitor?: ApiObject;
  readonly #workload: Workload;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: KeeperProps) {
    super(scope, id);
    const at = this.node.path;
    const { bus, image: ownImage, networkPolicy = {}, podMonitor = false, ...rest } = props;
    const pods = pickPodOptions(rest);
    const options = omitPodOptions(rest);
    checkName('a keeper', id, at);
    if (!bus) throw new InvalidSpecError(`${at}: it has no bus; say which one it keeps`);
    checkNetworkPolicy(networkPolicy, ['ingress', 'egress'], at);
    checkPodOptions(pods, { at, containers: ['keeper'] });
    const monitor = parseSpec(podMonitorSchema, podMonitor, `${at}: podMonitor`);
    for (const namespace of options.namespaces ?? []) checkName('a namespace', namespace, `${at}: namespaces`);
    const owner = claim(this, `keeper of ${JSON.stringify(bus.config)}`);
    if (owner !== undefined)
      throw new InvalidSpecError(`${at}: ${owner} keeps event bus '${bus.name}' already; remove one of them`);
    const twin = claim(this, `keeper ${id}`);
    if (twin !== undefined)
      throw new InvalidSpecError(`${at}: ${twin} is a keeper '${id}' of this namespace already; rename one of them`);
    const worker = toKeeperWorker(id);
    const namesake = claim(this, `worker ${worker}`);
    if (namesake !== undefined)
      throw new InvalidSpecError(
        `${at}: ${namesake} is a worker '${worker}', as the keeper is on its bus; rename one of them`,
      );
    const spec = parseSpec(keeperSchema, options, at);
    const image = resolveImage(ownImage, at);
    this.name = id;
    this.bus = bus;
    this.#workload = toWorkload('keeper', id);
    const document = addDocument(this, { kind: 'Keeper', name: id, bus, spec: () => spec });
    const toOwnTemplate = () => this.#toOwnTemplate(image, document, spec.servers !== undefined);
    this.serviceAccount = addServiceAccount(this, this.#workload);
    this.deployment = this.#addDeployment(() => applyPodOptions(toOwnTemplate(), pods, this.#workload.selector));
    if (networkPolicy) this.networkPolicy = this.#addNetworkPolicy(networkPolicy);
    if (monitor) this.podMonitor = addPodMonitor(this, this.#workload, { port: 'operations', options: monitor });
    this.#addRoles(spec.namespaces, spec.servers);
  }

  #addDeployment(toTemplate: () => PodTemplateSpec): ApiObject {
    const { name, labels, selector } = this.#workload;
    return new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels: { ...labels } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { ...selector } },
        strategy: { type: 'Recreate' },
        template: Lazy.any({ produce: toTemplate }),
      },
    });
  }

  /** Where it makes the credentials, its own come after it has started. */
  #toOwnTemplate(image: string, document: AddedDocument, issues: boolean): PodTemplateSpec {
    const { name, labels, selector } = this.#workload;
    return toPodTemplate({
      role: 'keeper',
      image,
      serviceAccount: name,
      token: true,
      labels: { ...labels, ...toBusLabels(this.bus) },
      selector,
      env: [{ name: 'EVENTWRIGHT_DOCUMENTS', value: 'cluster' }],
      resources: defaultResources,
      listens: false,
      mounts: toMounts([document], { optional: issues }),
    });
  }

  #addNetworkPolicy(options: NetworkPolicyOptions): ApiObject {
    const { namespace } = Chart.of(this);
    const needs = { ports: [ports.operations], bus: this.bus, namespace, apiServer: true, egress: [] };
    return addNetworkPolicy(this, this.#workload, { options, needs: () => needs });
  }

  /** Where the same cluster runs the bus, its workers bring the rights in their own namespaces. */
  #addRoles(namespaces: readonly string[] = [], servers?: ManagedServersSpec): void {
    const own = ownNamespace(this);
    const { name, labels } = this.#workload;
    const subject = { name, namespace: own };
    const credentials = servers ? [toSecretAccess(this.#addSecrets(servers)), ...toServersAccess(servers)] : [];
    addApiRole(this, 'role', { name, namespace: own, labels, subject, access: () => [documentAccess, ...credentials] });
    for (const namespace of servers ? [] : namespaces.filter((each) => each !== own))
      addApiRole(this, `role-${namespace}`, {
        name: toRoleName(own, name, namespace),
        namespace,
        labels,
        subject,
        access: () => [documentAccess],
      });
  }

  /** Those that it fills in; their names. */
  #addSecrets(spec: ManagedServersSpec): readonly string[] {
    const { servers, clients } = toKeeperSecrets({ ...spec, bus: this.bus.name, keeper: this.name });
    for (const name of servers) addIssuedSecret(this, name, { name, bus: this.bus, guarded: true });
    for (const name of clients) addIssuedSecret(this, name, { name, bus: this.bus, guarded: false });
    return [...servers, ...clients];
  }
}
