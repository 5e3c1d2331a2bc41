import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../runtime/support/testing/until.ts';

const root = '/sys/fs/cgroup';
const controllers = ['memory', 'cpu', 'cpuacct', 'cpuset', 'pids', 'devices', 'freezer', 'blkio', 'systemd'] as const;
const ours = 'eventwright';

/** The cgroup under which a node's pods are, as the kubelet names it. */
export const toCgroup = (name: string) => `/${ours}/${name}`;

const toFolder = (controller: string, name: string) => join(root, controller, ours, name);

export async function createCgroups(name: string): Promise<void> {
  for (const controller of controllers) await mkdir(toFolder(controller, name), { recursive: true });
  // a new cgroup has no CPU and no memory node until it is told
  for (const folder of [join(root, 'cpuset', ours), toFolder('cpuset', name)]) {
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      await writeFile(join(folder, file), readFileSync(join(root, 'cpuset', file)));
    }
  }
}

/** Waits for the end of what ran in a node's cgroups, or in those of all nodes, and removes them. */
export async function removeCgroups(name = ''): Promise<void> {
  const folders = controllers.map((controller) => toFolder(controller, name)).filter((folder) => existsSync(folder));
  await until(() => folders.every((folder) => !hasProcesses(folder)), 20);
  for (const folder of folders) await removeFolder(folder);
}

function hasProcesses(folder: string): boolean {
  const here = readFileSync(join(folder, 'cgroup.procs'), 'utf8') !== '';
  return here || subfolders(folder).some(hasProcesses);
}

function subfolders(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

async function removeFolder(folder: string): Promise<void> {
  for (const subfolder of subfolders(folder)) await removeFolder(subfolder);
  await rmdir(folder);
}
