import type { ObjectMeta } from './api-client.ts';

/** A NetworkPolicy, as far as nodes enforce it. */
export interface NetworkPolicy {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
    readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
    readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  };
}

interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

type Labels = Readonly<Record<string, string>>;

/** What of a pod policies go by. */
export interface NetworkedPod {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly hostNetwork?: boolean;
    readonly containers: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status: { readonly podIP?: string; readonly phase?: string };
}

export interface NetworkState {
  readonly policies: readonly NetworkPolicy[];
  readonly pods: readonly NetworkedPod[];
  readonly namespaces: readonly { readonly metadata: ObjectMeta }[];
}

type Direction = 'ingress' | 'egress';

/**
 * The nftables rules of a node. They see a packet after a service's address is translated to a pod's. Replies pass, and
 * so does what comes from the node itself, such as a probe of its kubelet.
 */
export function toNftables(state: NetworkState): string {
  const { policies, namespaces } = state;
  const pods = state.pods.filter(isNetworked);
  const chains = (['ingress', 'egress'] as const).flatMap((direction) => {
    const applying = policies.filter(({ spec }) => toTypes(spec).includes(direction));
    const isolated = new Set(applying.flatMap((policy) => toOwnPods(policy, pods)).map(toAddress));
    const rules = applying.flatMap((policy) => toAccepted(direction, policy, { pods, namespaces }));
    const drops = [...isolated].sort().map((address) => `ip ${own[direction]} ${address} drop`);
    return [`  chain ${direction} {`, ...[...rules, ...drops].map((rule) => `    ${rule}`), '  }'];
  });
  const hook = 'type filter hook forward priority filter; policy accept;';
  return [
    'table ip eventwright-policy',
    'delete table ip eventwright-policy',
    'table ip eventwright-policy {',
    ...chains,
    `  chain forward { ${hook} ct state established,related accept; jump egress; jump ingress; }`,
    '}\n',
  ].join('\n');
}

const own = { ingress: 'daddr', egress: 'saddr' } as const;
const other = { ingress: 'saddr', egress: 'daddr' } as const;

type Surroundings = Pick<NetworkState, 'pods' | 'namespaces'>;

function toAccepted(direction: Direction, policy: NetworkPolicy, surroundings: Surroundings): readonly string[] {
  const { metadata, spec } = policy;
  const rules = spec[direction] ?? [];
  return toOwnPods(policy, surroundings.pods).flatMap((pod) =>
    rules.flatMap((rule) => {
      const peers = ('from' in rule ? rule.from : undefined) ?? ('to' in rule ? rule.to : undefined) ?? [];
      const places = peers.length > 0 ? peers.flatMap((peer) => toPlaces(peer, metadata, surroundings)) : [anywhere];
      const ports = rule.ports?.length ? rule.ports : [undefined];
      return places.flatMap((place) =>
        ports
          .map((port) => toPortMatch(port, direction === 'ingress' ? pod : place.pod))
          .filter((match) => match !== undefined)
          .map((match) => `ip ${own[direction]} ${toAddress(pod)} ${toPlaceMatch(direction, place)}${match}return`),
      );
    }),
  );
}

/** What a peer stands for: a pod, or addresses outside. */
interface Place {
  readonly cidr: string;
  readonly except?: readonly string[];
  readonly pod?: NetworkedPod;
}

const anywhere: Place = { cidr: '0.0.0.0/0' };

function toPlaces(peer: Peer, { namespace }: ObjectMeta, { pods, namespaces }: Surroundings): readonly Place[] {
  // its pods have addresses of version 4 only
  if (peer.ipBlock) return peer.ipBlock.cidr.includes(':') ? [] : [peer.ipBlock];
  const within = (pod: NetworkedPod) => {
    if (!peer.namespaceSelector) return pod.metadata.namespace === namespace;
    const home = namespaces.find(({ metadata }) => metadata.name === pod.metadata.namespace);
    return matches(peer.namespaceSelector, home?.metadata.labels);
  };
  return pods
    .filter((pod) => within(pod) && matches(peer.podSelector, pod.metadata.labels))
    .map((pod) => ({ cidr: toAddress(pod), pod }));
}

function toPlaceMatch(direction: Direction, { cidr, except = [] }: Place): string {
  const exceptions = except.length > 0 ? `ip ${other[direction]} != { ${except.join(', ')} } ` : '';
  return `ip ${other[direction]} ${cidr} ${exceptions}`;
}

/** None where the destination has no port of that name. */
function toPortMatch(port: Port | undefined, destination: NetworkedPod | undefined): string | undefined {
  if (!port) return '';
  const protocol = (port.protocol ?? 'TCP').toLowerCase();
  if (port.port === undefined) return `ip protocol ${protocol} `;
  const number = typeof port.port === 'number' ? port.port : findPort(port.port, destination);
  return number === undefined ? undefined : `${protocol} dport ${number}${port.endPort ? `-${port.endPort}` : ''} `;
}

function findPort(name: string, pod: NetworkedPod | undefined): string | undefined {
  const ports = pod?.spec.containers.flatMap((container) => container.ports ?? []) ?? [];
  return ports.find((port) => port.name === name)?.containerPort.toString();
}

function toTypes({ policyTypes, egress }: NetworkPolicy['spec']): readonly Direction[] {
  if (policyTypes) return policyTypes.map((type) => type.toLowerCase() as Direction);
  return egress ? ['ingress', 'egress'] : ['ingress'];
}

function toOwnPods({ metadata, spec }: NetworkPolicy, pods: readonly NetworkedPod[]): readonly NetworkedPod[] {
  return pods.filter(
    (pod) => pod.metadata.namespace === metadata.namespace && matches(spec.podSelector, pod.metadata.labels),
  );
}

function isNetworked({ spec, status }: NetworkedPod): boolean {
  return Boolean(status.podIP) && !spec.hostNetwork && status.phase !== 'Succeeded' && status.phase !== 'Failed';
}

function toAddress({ status }: NetworkedPod): string {
  return status.podIP as string;
}

function matches({ matchLabels = {}, matchExpressions = [] }: LabelSelector = {}, labels: Labels = {}): boolean {
  const isValueOf = ([key, value]: [string, string]) => labels[key] === value;
  return Object.entries(matchLabels).every(isValueOf) && matchExpressions.every(holds);

  function holds({ key, operator, values = [] }: NonNullable<LabelSelector['matchExpressions']>[number]): boolean {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    return (value !== undefined && values.includes(value)) === (operator === 'In');
  }
}
