import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../runtime/support/testing/until.ts';
import { findNodeObstacle } from '../../scripts/provision/node-machine.ts';
import type { ApiClient, KubernetesObject } from './api-client.ts';
import { lockCluster } from './cluster-lock.ts';
import {
  controlPlaneAddress,
  createNetwork,
  enterControlPlane,
  hostAddress,
  removeNetwork,
  routeServices,
  toNodeName,
} from './cluster-network.ts';
import { type ClusterNode, createClusterNode } from './cluster-node.ts';
import { startProcesses } from './control-plane-processes.ts';
import { toCoreDns } from './core-dns.ts';
import { type Credentials, createCredentials, kubeletClient } from './credentials.ts';
import { enforcePolicies } from './enforce-policies.ts';
import { createKubernetes, type Kubernetes } from './kubernetes.ts';
import { localStorageClass, toLocalVolumes } from './local-volumes.ts';
import { removeCgroups } from './node-cgroups.ts';
import { coreDnsImage, ociArchive, pauseImage, probeImage, type StaticImage } from './static-image.ts';

export interface ClusterOptions {
  /** How many, from 1 to 9; 3 by default. They are `node-1` in `zone-a`, `node-2` in `zone-b` and so on. */
  readonly nodes?: number;
  /** What its nodes have beside `localhost/probe:1`. */
  readonly images?: readonly StaticImage[];
  /** Volumes of 1Gi on each node, of the storage class `local`, which is the default class; 4 by default. */
  readonly volumes?: number;
}

/** A Kubernetes with nodes that run pods. This process reaches the addresses of pods and services as they are. */
export interface Cluster extends Kubernetes, AsyncDisposable {
  readonly nodes: readonly string[];
  /** This machine, as pods reach it. */
  readonly hostAddress: string;
  /** Gives an image to every node that runs. */
  importImage(archive: string): Promise<void>;
  /** Silences a node and kills all that runs on it, at once, as if its power were cut. Its volumes stay. */
  pullPlug(node: string): Promise<void>;
  /** Boots it again; resolves once the API server calls it ready. */
  plugIn(node: string): Promise<void>;
  /** Evicts its pods, as far as disruption budgets let it, and keeps new ones away until `uncordon`. */
  drain(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;
  logs(namespace: string, pod: string, ...flags: readonly string[]): Promise<string>;
  /** Resolves once the network policies and pods that the API server knows now are enforced; they soon are anyway. */
  settlePolicies(): Promise<void>;
}

const port = 6443;
// whatever a test runs there: pods of a daemon set, with temporary volumes, of no controller
const drainFlags = ['--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=60s'];
const folder = join(tmpdir(), 'eventwright-cluster');

/** Starts one in some ten seconds; it needs root. Throws where the machine cannot have one, or has one already. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const obstacle = findNodeObstacle();
  if (obstacle) throw new Error(obstacle);
  await using stack = new AsyncDisposableStack();
  stack.use(await lockCluster());
  stack.defer(clean);
  await clean();
  await mkdir(folder);
  await createNetwork();

  const numbers = Array.from({ length: options.nodes ?? 3 }, (_, index) => index + 1);
  const endpoint = { address: controlPlaneAddress, port };
  const credentials = stack.use(await createCredentials({ folder, ...endpoint, nodes: numbers.map(toNodeName) }));
  const kubernetes = createKubernetes(stack.use(await startControllers(credentials)), credentials);
  const volumes = options.volumes ?? 4;
  await kubernetes.apply(toBasics({ nodes: numbers, volumes }));

  const needed = [pauseImage(), probeImage(), coreDnsImage(), ...(options.images ?? [])];
  const common = { nodes: numbers, volumes, folder, credentials, images: await Promise.all(needed.map(ociArchive)) };
  const nodes = await Promise.all(
    numbers.map((number) => createClusterNode({ number, zone: toZone(number), ...common })),
  );
  for (const node of nodes) stack.use(node);
  await Promise.all(nodes.map((node) => node.plugIn()));
  await Promise.all(nodes.map((node) => untilReady(kubernetes.api, node)));
  await routeServices(1);
  const enforcer = stack.use(enforcePolicies(kubernetes.api, nodes));
  await kubernetes.apply(toCoreDns());
  await kubernetes.kubectl('-n', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=60s');

  const started = stack.move();
  const find = (name: string) => findNode(nodes, name);
  return {
    ...kubernetes,
    nodes: nodes.map(({ name }) => name),
    hostAddress,
    importImage: (archive) => importInto(nodes, archive),
    async pullPlug(name) {
      await find(name).pullPlug();
      const left = nodes.find((node) => node.runs);
      if (left) await routeServices(left.number);
    },
    async plugIn(name) {
      const node = find(name);
      await node.plugIn();
      await untilReady(kubernetes.api, node);
      await enforcer.settle();
    },
    drain: async (name) => void (await kubernetes.kubectl('drain', name, ...drainFlags)),
    uncordon: async (name) => void (await kubernetes.kubectl('uncordon', name)),
    logs: (namespace, pod, ...flags) => kubernetes.kubectl('-n', namespace, 'logs', pod, ...flags),
    settlePolicies: () => enforcer.settle(),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** Removes what this one, or one whose process was killed, leaves behind. */
async function clean(): Promise<void> {
  await removeCgroups();
  await removeNetwork();
  await rm(folder, { recursive: true, force: true });
}

function startControllers(credentials: Credentials): Promise<ApiClient> {
  return startProcesses({
    credentials,
    address: controlPlaneAddress,
    port,
    prefix: enterControlPlane,
    controllerManagerFlags: ['--node-monitor-grace-period=12s'],
  });
}

function toZone(number: number): string {
  return `zone-${'abcdefghi'[number - 1]}`;
}

/** Volumes, and the right of the API server to ask kubelets for logs. */
function toBasics({ nodes, volumes }: { readonly nodes: readonly number[]; readonly volumes: number }) {
  const group = 'rbac.authorization.k8s.io';
  const binding: KubernetesObject = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: kubeletClient },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'system:kubelet-api-admin' },
    subjects: [{ apiGroup: group, kind: 'User', name: kubeletClient }],
  };
  return [
    binding,
    localStorageClass,
    ...nodes.flatMap((node) => toLocalVolumes({ node: toNodeName(node), count: volumes })),
  ];
}

function findNode(nodes: readonly ClusterNode[], name: string): ClusterNode {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node) throw new RangeError(`no node is named ${name}; there are ${nodes.map((one) => one.name).join(', ')}`);
  return node;
}

async function importInto(nodes: readonly ClusterNode[], archive: string): Promise<void> {
  await Promise.all(nodes.filter((node) => node.runs).map((node) => node.importImage(archive)));
}

interface NodeStatus {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface Lease {
  readonly spec: { readonly renewTime: string };
}

/** A node that comes back is still called ready by the API server, unless it was away for long: its lease tells. */
async function untilReady(api: ApiClient, node: ClusterNode, since = new Date()): Promise<void> {
  const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node.name}`;
  await until(async () => {
    node.check();
    const answers = [api.get<NodeStatus>(`/api/v1/nodes/${node.name}`), api.get<Lease>(lease)] as const;
    const [{ status }, { spec }] = await Promise.all(answers).catch(
      () => [{ status: {} }, { spec: undefined }] as const,
    );
    const isReady = (status as NodeStatus['status']).conditions?.some(
      (condition) => condition.type === 'Ready' && condition.status === 'True',
    );
    return Boolean(isReady) && spec !== undefined && new Date(spec.renewTime) > since;
  }, 100);
}
