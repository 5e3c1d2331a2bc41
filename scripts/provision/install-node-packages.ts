import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findNodeObstacle, withoutNodes } from './node-machine.ts';

/** What a Kubernetes node runs beside the kubelet, by the Debian package that brings it. */
const packages = {
  runc: 'runc',
  containerd: 'containerd',
  'containernetworking-plugins': '/usr/lib/cni/bridge',
  iptables: 'iptables',
  nftables: 'nft',
  iproute2: 'ip',
} as const;

/** Installs what is missing, unless the machine is to have no nodes. Throws where it cannot have them. */
export function installNodePackages(): void {
  if (withoutNodes()) {
    console.log('no packages of Kubernetes nodes: EVENTWRIGHT_WITHOUT_NODES is set');
    return;
  }
  const obstacle = findNodeObstacle();
  if (obstacle) throw new Error(obstacle);
  const missing = Object.entries(packages).filter(([, command]) => !isThere(command));
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  console.log(`installing ${names.join(' ')}`);
  apt('update', '-q');
  apt('install', '-q', '-y', '--no-install-recommends', ...names);
}

function isThere(command: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return command.startsWith('/') ? existsSync(command) : folders.some((folder) => existsSync(join(folder, command)));
}

function apt(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status === 0) return;
  const reason = error ? error.message : `it ended with ${status}`;
  throw new Error(
    `apt-get ${args[0]}: ${reason}; install ${Object.keys(packages).join(', ')}, or set EVENTWRIGHT_WITHOUT_NODES=1`,
  );
}
