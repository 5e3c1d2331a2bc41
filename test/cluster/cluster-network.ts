import { podNetwork, serviceNetwork } from './control-plane-processes.ts';
import { runCommand, tryCommand } from './run-command.ts';

/**
 * A network of its own: the control plane in one namespace with a bridge, every node in another, and one link to this
 * machine, which forwards nothing.
 */
export const controlPlaneAddress = '10.201.0.1';
/** This machine, as pods and nodes reach it. */
export const hostAddress = '10.201.0.254';

const controlPlane = 'eventwright';
const hostLink = 'eventwright';

/** A node by its number, from 1. */
export const toNodeName = (node: number) => `node-${node}`;
export const toNodeAddress = (node: number) => `10.201.0.${10 + node}`;
export const toPodNetwork = (node: number) => podNetwork.replace('.0.0/16', `.${node}.0/24`);
const toNamespace = (node: number) => `eventwright-node-${node}`;

export const enterControlPlane: readonly string[] = ['nsenter', `--net=/run/netns/${controlPlane}`];
export const enterNode = (node: number): readonly string[] => ['nsenter', `--net=/run/netns/${toNamespace(node)}`];

const ip = (...args: readonly string[]) => runCommand('ip', ...args);

export async function createNetwork(): Promise<void> {
  const inside = (...args: readonly string[]) => ip('-n', controlPlane, ...args);
  await ip('netns', 'add', controlPlane);
  await inside('link', 'set', 'lo', 'up');
  await inside('link', 'add', 'bridge', 'type', 'bridge');
  await inside('addr', 'add', `${controlPlaneAddress}/24`, 'dev', 'bridge');
  await inside('link', 'set', 'bridge', 'up');
  await ip('link', 'add', hostLink, 'type', 'veth', 'peer', 'name', 'host', 'netns', controlPlane);
  await inside('link', 'set', 'host', 'master', 'bridge', 'up');
  await ip('addr', 'add', `${hostAddress}/24`, 'dev', hostLink);
  await ip('link', 'set', hostLink, 'up');
}

/** Removes all of it, whoever left it. */
export async function removeNetwork(): Promise<void> {
  const namespaces = (await ip('netns')).split('\n').map((line) => line.split(' ')[0] as string);
  const ours = namespaces.filter((name) => name === controlPlane || name.startsWith(`${controlPlane}-`));
  for (const name of ours) await ip('netns', 'del', name);
  // it goes with its peer, but not at once
  await tryCommand('ip', 'link', 'del', hostLink);
}

/** Gives a node its namespace, and everybody the way to its pods. */
export async function connectNode(node: number, nodes: readonly number[]): Promise<void> {
  const namespace = toNamespace(node);
  const name = toNodeName(node);
  const inside = (...args: readonly string[]) => ip('-n', namespace, ...args);
  await ip('netns', 'add', namespace);
  await inside('link', 'set', 'lo', 'up');
  await inside('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', name, 'netns', controlPlane);
  await ip('-n', controlPlane, 'link', 'set', name, 'master', 'bridge', 'up');
  await inside('addr', 'add', `${toNodeAddress(node)}/24`, 'dev', 'eth0');
  await inside('link', 'set', 'eth0', 'up');
  await inside('route', 'add', 'default', 'via', hostAddress);
  await runCommand(...(enterNode(node) as [string]), 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  for (const other of nodes.filter((other) => other !== node)) await inside('route', 'add', ...toPodRoute(other));
  await ip('-n', controlPlane, 'route', 'replace', ...toPodRoute(node));
  await ip('route', 'replace', ...toPodRoute(node));
}

/** From now on nobody answers in the node's name. */
export async function disconnectNode(node: number): Promise<void> {
  await ip('-n', controlPlane, 'link', 'del', toNodeName(node));
}

/** After `disconnectNode`, once nothing runs in it. */
export async function removeNode(node: number): Promise<void> {
  await ip('netns', 'del', toNamespace(node));
}

/** This machine reaches services through a node, which translates their addresses. */
export async function routeServices(node: number): Promise<void> {
  await ip('route', 'replace', serviceNetwork, 'via', toNodeAddress(node));
}

function toPodRoute(node: number): readonly string[] {
  return [toPodNetwork(node), 'via', toNodeAddress(node)];
}
