import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../runtime/support/testing/free-ports.ts';
import { startProcesses } from './control-plane-processes.ts';
import { createCredentials } from './credentials.ts';
import { type FakeKubeletOptions, startFakeKubelet } from './fake-kubelet.ts';
import { addFakeNode, type FakeNode } from './fake-node.ts';
import { createKubernetes, type Kubernetes } from './kubernetes.ts';
import { type LocalVolumes, localStorageClass, toLocalVolumes } from './local-volumes.ts';

/** A Kubernetes whose nodes are only told of: an API server with its controllers and its scheduler, on loopback. */
export interface ControlPlane extends Kubernetes, AsyncDisposable {
  addNodes(nodes: readonly FakeNode[]): Promise<void>;
  /** Adds volumes of the storage class `local`, the default class, to a node. */
  addVolumes(volumes: LocalVolumes): Promise<void>;
  /** From now on pods that are placed run and get ready, until it is disposed of. */
  startKubelet(options?: FakeKubeletOptions): AsyncDisposable;
}

/** Starts one of its own, in some three seconds, with 280 MB; needs no root. Its state goes with it. */
export async function startControlPlane(): Promise<ControlPlane> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-kubernetes-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [port] = await freePorts(1);
  const endpoint = { address: '127.0.0.1', port: port as number };
  const credentials = stack.use(await createCredentials({ folder, ...endpoint }));
  // nobody sends the heartbeats of fake nodes
  const controllerManagerFlags = ['--node-monitor-grace-period=24h'];
  const api = stack.use(await startProcesses({ credentials, ...endpoint, controllerManagerFlags }));
  const kubernetes = createKubernetes(api, credentials);
  await kubernetes.apply([localStorageClass]);
  const kubelets = stack.use(new AsyncDisposableStack());
  const started = stack.move();
  return {
    ...kubernetes,
    addNodes: async (nodes) => void (await Promise.all(nodes.map((node) => addFakeNode(api, node)))),
    addVolumes: async (volumes) => void (await kubernetes.apply(toLocalVolumes(volumes))),
    startKubelet: (options) => kubelets.use(startFakeKubelet(api, options)),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
