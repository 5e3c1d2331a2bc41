import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { podNetwork } from './control-plane-processes.ts';
import { dnsAddress } from './core-dns.ts';
import type { Credentials } from './credentials.ts';
import { toVolumeFolder } from './local-volumes.ts';
import { toCgroup } from './node-cgroups.ts';
import { pauseImage } from './static-image.ts';

export interface NodeFilesOptions {
  readonly folder: string;
  readonly name: string;
  readonly address: string;
  readonly podNetwork: string;
  readonly volumes: number;
  readonly credentials: Credentials;
}

export const toContainerdSocket = (folder: string) => join(folder, 'containerd.sock');

/** Writes what `node.sh` starts from: the configuration of its three programs, its keys and its volumes. */
export async function writeNodeFiles(options: NodeFilesOptions): Promise<void> {
  const { folder, name, address, volumes, credentials } = options;
  const volumeFolders = Array.from({ length: volumes }, (_, index) => toVolumeFolder(index).replace('/var/lib', 'lib'));
  for (const made of ['lib/kubelet', 'log', 'cni', ...volumeFolders]) {
    await mkdir(join(folder, made), { recursive: true });
  }
  await credentials.issue(name, address, [name]);
  const json = (file: string, value: object) => writeFile(join(folder, file), JSON.stringify(value));
  await Promise.all([
    json('cni/10-pods.conflist', toPodNetworkConfig(options)),
    writeFile(join(folder, 'containerd.toml'), toContainerdConfig(folder)),
    json('kubelet.json', toKubeletConfig(options)),
    json('kube-proxy.json', toProxyConfig(options)),
  ]);
}

/** Routed, not bridged: so even pods of one node meet the rules of network policies. */
function toPodNetworkConfig({ podNetwork: subnet }: NodeFilesOptions) {
  const ipam = { type: 'host-local', ranges: [[{ subnet }]], routes: [{ dst: '0.0.0.0/0' }] };
  const plugins = [
    { type: 'ptp', ipam },
    { type: 'portmap', capabilities: { portMappings: true } },
  ];
  return { cniVersion: '1.0.0', name: 'pods', plugins };
}

function toContainerdConfig(folder: string): string {
  return `version = 2
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "${toContainerdSocket(folder)}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage().name}"
  restrict_oom_score_adj = true
  disable_hugetlb_controller = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(folder, 'cni')}"
`;
}

function toKubeletConfig({ folder, name, address, credentials: { file } }: NodeFilesOptions) {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: file('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: file(`${name}.crt`),
    tlsPrivateKeyFile: file(`${name}.key`),
    containerRuntimeEndpoint: `unix://${toContainerdSocket(folder)}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: toCgroup(name),
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    makeIPTablesUtilChains: false,
    clusterDNS: [dnsAddress],
    clusterDomain: 'cluster.local',
    resolvConf: '',
    seccompDefault: true,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    // all nodes share one disk, on which other things are
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  };
}

function toProxyConfig({ name, credentials }: NodeFilesOptions) {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: credentials.kubeconfig('system:kube-proxy') },
    hostnameOverride: name,
    mode: 'nftables',
    clusterCIDR: podNetwork,
    oomScoreAdj: 0,
    // these are the machine's, not the node's
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
}
