import { existsSync } from 'node:fs';

/** Whether this machine is to leave out what needs real nodes, as `EVENTWRIGHT_WITHOUT_NODES=1` tells. */
export function withoutNodes(): boolean {
  return Boolean(process.env.EVENTWRIGHT_WITHOUT_NODES);
}

/** Why this machine can have no nodes, and what to do; none where it can. */
export function findNodeObstacle(): string | undefined {
  const choice = 'or set EVENTWRIGHT_WITHOUT_NODES=1 to leave out the tests on real nodes';
  if (process.platform !== 'linux') return `real Kubernetes nodes need Linux; run the tests there, ${choice}`;
  if (process.getuid?.() !== 0) return `real Kubernetes nodes need root; run as root, ${choice}`;
  if (!existsSync('/sys/fs/cgroup/memory')) {
    return `real Kubernetes nodes need the cgroup v1 controllers in /sys/fs/cgroup; boot with systemd.unified_cgroup_hierarchy=0, ${choice}`;
  }
  return undefined;
}
