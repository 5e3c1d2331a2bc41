import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { checkServiceName } from '../../model/names.ts';
import { parseSpec } from '../../model/schema.ts';
import { type WorkerOptions, type WorkerSpec, workerSchema } from '../../model/worker/worker-options.ts';
import { claim, isSameNamespace } from '../claim.ts';
import type { AddedDocument } from '../document/add-document.ts';
import { toBusLabels } from '../event-bus/bus-labels.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { addApiRole, ownNamespace, toRoleName } from '../workload/api-role.ts';
import { checkPodOptions } from '../workload/check-pod-options.ts';
import { addDisruptionBudget } from '../workload/disruption-budget.ts';
import { resolveImage } from '../workload/image.ts';
import { toMounts } from '../workload/mounts.ts';
import { addNetworkPolicy, checkNetworkPolicy, type NetworkPolicyOptions } from '../workload/network-policy.ts';
import { addPodMonitor } from '../workload/pod-monitor.ts';
import type { PodNeeds } from '../workload/pod-needs.ts';
import { applyPodOptions, omitPodOptions, type PodOptions, pickPodOptions } from '../workload/pod-options.ts';
import { ports, toPodTemplate } from '../workload/runtime-pod.ts';
import { addServiceAccount } from '../workload/service-account.ts';
import { toWorkload, type Workload } from '../workload/workload.ts';
import { addAutoscaler, checkRequests } from './autoscaler.ts';
import { addExposure, checkExposure, type Exposure } from './exposure.ts';
import { addKeeperRights } from './keeper-rights.ts';
import { addNeeds, createLoad } from './load.ts';

/** What runs event sources and sensors of a bus: how many pods, of what, and how they are reached. */
export interface WorkerProps extends WorkerOptions, PodOptions {
  /** The bus of its event sources and sensors. */
  readonly bus: IEventBus;
  /** The runtime's image. Default: that of the bus's keeper, else `EVENTWRIGHT_IMAGE`, else what `eventwright.lock` says. */
  readonly image?: string;
  /** Rules beside those that follow from what it runs; `false` for no policy at all. */
  readonly networkPolicy?: NetworkPolicyOptions | false;
}

/** What an event source or a sensor brings. */
export interface WorkerPart {
  readonly by: Construct;
  readonly bus: IEventBus;
  readonly document: AddedDocument;
}

/** Room for `-worker`. */
const longestName = 56;

const defaultResources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } };

/**
 * The pods that run event sources and sensors of one bus in one namespace: the unit of scaling and isolation.
 * What they mount, whom they reach and what they may do follows from what they run.
 * @example
 * const edge = new Worker(chart, 'edge', { bus, replicas: 3, ingress: { host: 'hooks.example.com' } });
 * new WebhookEventSource(chart, 'github', { bus, worker: edge, events: { push: { endpoint: '/push', verify } } });
 */
export class Worker extends Construct {
  readonly name: string;
  readonly bus: IEventBus;
  readonly deployment: ApiObject;
  readonly serviceAccount: ApiObject;
  /** Absent with `networkPolicy: false`. */
  readonly networkPolicy?: ApiObject;
  /** Absent with one replica, and with `pdb: false`. */
  readonly pdb?: ApiObject;
  readonly autoscaler?: ApiObject;
  readonly podMonitor?: ApiObject;
  readonly #workload: Workload;
  readonly #spec: WorkerSpec;
  readonly #toTemplate: () => PodTemplateSpec;
  readonly #load = createLoad();
  #exposure: Exposure | undefined;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const at = this.node.path;
    const { bus, image: ownImage, networkPolicy = {}, ...options } = props;
    checkServiceName('a worker', id, { at, longest: longestName });
    if (!bus) throw new InvalidSpecError(`${at}: it has no bus; say which one its event sources and sensors use`);
    checkAllowed(this, bus);
    const owner = claim(this, `worker ${id}`);
    if (owner !== undefined)
      throw new InvalidSpecError(`${at}: ${owner} is a worker '${id}' of this namespace already; rename one of them`);
    const pods = pickPodOptions(options);
    checkPodOptions(pods, { at, containers: ['worker'] });
    checkNetworkPolicy(networkPolicy, ['ingress', 'egress'], at);
    const image = resolveImage(ownImage ?? bus.deployment?.image, at);
    this.name = id;
    this.bus = bus;
    this.#workload = toWorkload('worker', id);
    this.#spec = parseSpec(workerSchema, omitPodOptions(options), at);
    this.#toTemplate = () => applyPodOptions(this.#toOwnTemplate(image), pods, this.#workload.selector);
    const { replicas, autoscaling, pdb, podMonitor } = this.#spec;
    this.serviceAccount = addServiceAccount(this, this.#workload);
    this.deployment = this.#addDeployment();
    if (networkPolicy) this.networkPolicy = this.#addNetworkPolicy(networkPolicy);
    if (pdb && replicas > 1) this.pdb = addDisruptionBudget(this, this.#workload);
    if (autoscaling) this.autoscaler = addAutoscaler(this, this.#workload, { ...autoscaling, minReplicas: replicas });
    if (podMonitor) this.podMonitor = addPodMonitor(this, this.#workload, { port: 'operations', options: podMonitor });
    if (bus.deployment) addKeeperRights(this, { ...this.#workload, worker: id, bus });
    this.node.addValidation({ validate: () => this.#validate() });
  }

  /** In front of its pods; absent until an event source listens. */
  get service(): ApiObject | undefined {
    return this.#exposure?.service;
  }

  /** Absent until an event source listens. */
  get ingress(): ApiObject | undefined {
    return this.#exposure?.ingress;
  }

  /** Absent until an event source listens. */
  get httpRoute(): ApiObject | undefined {
    return this.#exposure?.httpRoute;
  }

  /** Takes an event source or a sensor. Throws an `InvalidSpecError` where it is of another bus or namespace. */
  addPart({ by, bus, document }: WorkerPart): void {
    const at = by.node.path;
    if (bus !== this.bus && JSON.stringify(bus.config) !== JSON.stringify(this.bus.config))
      throw new InvalidSpecError(
        `${at}: it uses event bus '${bus.name}', and worker ${this.node.path} '${this.bus.name}'; give it a worker of its bus`,
      );
    if (!isSameNamespace(by, this))
      throw new InvalidSpecError(
        `${at}: worker ${this.node.path} is in another chart, of another namespace or of none; give it a worker beside it`,
      );
    this.#load.documents.push(document);
  }

  /** Adds what one of its event sources or triggers needs. */
  addNeeds(needs: PodNeeds): void {
    const own = needs.access?.length ? ownNamespace(this) : '';
    for (const namespace of addNeeds(this.#load, needs, own)) this.#addRole(namespace, own);
    if (this.#load.endpoints.size > 0)
      this.#exposure ??= addExposure(this, this.#workload, {
        spec: this.#spec,
        endpoints: () => [...this.#load.endpoints].sort(),
      });
  }

  #addDeployment(): ApiObject {
    const { name, labels, selector } = this.#workload;
    const { replicas, autoscaling } = this.#spec;
    return new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels: { ...labels } },
      spec: {
        ...(!autoscaling && { replicas }),
        selector: { matchLabels: { ...selector } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '100%' } },
        template: Lazy.any({ produce: this.#toTemplate }),
      },
    });
  }

  #toOwnTemplate(image: string): PodTemplateSpec {
    const { name, labels, selector } = this.#workload;
    return toPodTemplate({
      role: 'worker',
      image,
      serviceAccount: name,
      token: this.#load.access.size > 0,
      labels: { ...labels, ...toBusLabels(this.bus) },
      selector,
      env: [
        { name: 'EVENTWRIGHT_WORKER', value: this.name },
        { name: 'LOG_LEVEL', value: this.#spec.logLevel },
        // as long as it may take until nobody is sent to a pod that ends
        { name: 'SHUTDOWN_DELAY', value: '5s' },
      ],
      resources: defaultResources,
      listens: this.#load.endpoints.size > 0,
      mounts: toMounts(this.#load.documents),
    });
  }

  #addNetworkPolicy(options: NetworkPolicyOptions): ApiObject {
    return addNetworkPolicy(this, this.#workload, {
      options,
      needs: () => ({
        ports: [...(this.#load.endpoints.size > 0 ? [ports.http] : []), ports.operations],
        bus: this.bus,
        namespace: Chart.of(this).namespace,
        apiServer: this.#load.access.size > 0,
        egress: this.#load.egress,
      }),
    });
  }

  /** A Role elsewhere carries the worker's namespace, for it may meet that of another worker. */
  #addRole(namespace: string, own: string): void {
    const { name, labels } = this.#workload;
    const id = namespace === own ? 'role' : namespace === '*' ? 'cluster-role' : `role-${namespace}`;
    addApiRole(this, id, {
      name: namespace === own ? name : toRoleName(own, name, ...(namespace === '*' ? [] : [namespace])),
      namespace,
      labels,
      subject: { name, namespace: own },
      access: () => this.#load.access.get(namespace) ?? [],
    });
  }

  #validate(): string[] {
    const at = this.node.path;
    if (this.#load.documents.length === 0)
      return [`${at}: it runs nothing; give it an event source or a sensor, or take it out`];
    const { autoscaling } = this.#spec;
    return [
      ...checkExposure(this.#spec, this.#load.endpoints.size, at),
      ...(autoscaling ? checkRequests(autoscaling, this.#toTemplate(), at) : []),
    ];
  }
}

function checkAllowed(worker: Worker, { name, deployment }: IEventBus): void {
  if (!deployment) return;
  const { namespace } = Chart.of(worker);
  if (namespace === deployment.namespace) return;
  if (namespace !== undefined && deployment.allowNamespaces.includes(namespace)) return;
  const here = namespace === undefined ? 'a chart without a namespace' : `namespace '${namespace}'`;
  throw new InvalidSpecError(
    `${worker.node.path}: event bus '${name}' lets in no worker of ${here}; add it to 'allowNamespaces' of the bus`,
  );
}
