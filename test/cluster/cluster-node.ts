import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../runtime/support/testing/until.ts';
import { findProgram, kubernetes, probe } from '../../scripts/provision/pinned-program.ts';
import {
  connectNode,
  disconnectNode,
  enterNode,
  removeNode,
  toNodeAddress,
  toNodeName,
  toPodNetwork,
} from './cluster-network.ts';
import type { Credentials } from './credentials.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { createCgroups, removeCgroups } from './node-cgroups.ts';
import { toContainerdSocket, writeNodeFiles } from './node-files.ts';
import { runCommand } from './run-command.ts';

/** A node as a machine with a plug: containerd, kubelet and kube-proxy in namespaces of their own. */
export interface ClusterNode extends AsyncDisposable {
  readonly number: number;
  readonly name: string;
  readonly runs: boolean;
  /** Boots it; resolves once its kubelet is started. */
  plugIn(): Promise<void>;
  /** Silences it and kills all that runs on it, at once. Its disk stays. */
  pullPlug(): Promise<void>;
  /** Gives it the images of an archive. */
  importImage(archive: string): Promise<void>;
  /** Throws where it should run and does not. */
  check(): void;
}

export interface ClusterNodeOptions {
  readonly number: number;
  readonly zone: string;
  /** The numbers of all nodes. */
  readonly nodes: readonly number[];
  readonly volumes: number;
  /** Archives of what it has from its first boot. */
  readonly images: readonly string[];
  /** The cluster's folder. */
  readonly folder: string;
  readonly credentials: Credentials;
}

export async function createClusterNode(options: ClusterNodeOptions): Promise<ClusterNode> {
  const { number, zone, nodes, volumes, images, credentials } = options;
  const name = toNodeName(number);
  const address = toNodeAddress(number);
  const folder = join(options.folder, name);
  const start = join(folder, 'start-kubelet');
  const newNamespaces = ['unshare', '--mount', '--uts', '--ipc', '--pid', '--kill-child', '--mount-proc'];
  const script = [join(import.meta.dirname, 'node.sh'), folder, name, findProgram(kubernetes), findProgram(probe)];
  const kubelet = [
    `--kubeconfig=${credentials.kubeconfig(`system:node:${name}`)}`,
    `--hostname-override=${name}`,
    `--node-ip=${address}`,
    `--node-labels=topology.kubernetes.io/zone=${zone}`,
  ];
  const command = [...enterNode(number), ...newNamespaces, ...script, ...kubelet];
  let machine: Daemon | undefined;
  await mkdir(folder);
  await writeNodeFiles({ folder, name, address, podNetwork: toPodNetwork(number), volumes, credentials });

  const ctr = (...args: readonly string[]) =>
    runCommand('ctr', '-a', toContainerdSocket(folder), '-n', 'k8s.io', ...args);
  const node: ClusterNode = {
    number,
    name,
    get runs() {
      return machine !== undefined;
    },
    async plugIn() {
      if (machine) throw new Error(`${name} runs already`);
      await rm(start, { force: true });
      await connectNode(number, nodes);
      await createCgroups(name);
      machine = startDaemon({ command: command as [string, ...string[]], log: join(folder, 'node.log') });
      await until(() => {
        node.check();
        return ctr('version').then(Boolean, () => false);
      }, 50);
      for (const archive of images) await node.importImage(archive);
      await writeFile(start, '');
    },
    async pullPlug() {
      if (!machine) throw new Error(`${name} does not run`);
      await disconnectNode(number);
      await machine.kill();
      machine = undefined;
      // what a dead node leaves there keeps its next kubelet busy for many seconds
      await removeCgroups(name);
      await removeNode(number);
    },
    importImage: async (archive) => void (await ctr('images', 'import', archive)),
    check: () => machine?.check(),
    [Symbol.asyncDispose]: async () => void (machine && (await node.pullPlug())),
  };
  return node;
}
