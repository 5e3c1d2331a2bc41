import { isIP } from 'node:net';
import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1.js';
import { reachOf } from '../../model/event-bus/reach-of.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { show } from '../../model/to-schema.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { checkOptions } from './check-options.ts';
import type { Egress } from './pod-needs.ts';
import type { Workload } from './workload.ts';

/** What may reach the pods, and what they may reach, beside what they need. */
export interface NetworkPolicyOptions {
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  /** For example the API server, where it listens on another port than 443 and 6443. */
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

interface NetworkPolicyProps {
  readonly options: NetworkPolicyOptions;
  /** Called at synthesis. */
  readonly needs: () => NetworkNeeds;
}

/** Whom pods talk to, and on which of their ports they are talked to. */
export interface NetworkNeeds {
  readonly ports: readonly number[];
  readonly bus: IEventBus;
  /** Where the pods are; absent where whoever applies them decides. */
  readonly namespace: string | undefined;
  readonly apiServer: boolean;
  readonly egress: readonly Egress[];
}

/** Throws an `InvalidSpecError` where a policy has other rules than those of these names; `false` is none at all. */
export function checkNetworkPolicy(policy: unknown, names: readonly string[], at: string): void {
  if (policy === false) return;
  checkOptions(policy, names, `${at}: networkPolicy`);
  for (const [name, rules] of Object.entries(policy as object))
    if (!Array.isArray(rules)) throw new InvalidSpecError(`${at}: networkPolicy.${name} ${show(rules)} must be a list`);
}

/** Adds the NetworkPolicy of the pods with these labels. */
export function addNetworkPolicy(
  scope: Construct,
  { name, labels, selector }: Workload,
  { options, needs }: NetworkPolicyProps,
): ApiObject {
  return new ApiObject(scope, 'network-policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels: { ...labels } },
    spec: Lazy.any({
      produce: () => {
        const needed = needs();
        return {
          podSelector: { matchLabels: { ...selector } },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ ports: needed.ports.map((port) => toPort(port)) }, ...(options.ingress ?? [])],
          egress: [...toEgressRules(needed), ...(options.egress ?? [])],
        };
      },
    }),
  });
}

function toEgressRules({ bus, namespace, apiServer, egress }: NetworkNeeds): NetworkPolicyEgressRule[] {
  const { servers, others } = reachOf(bus.config);
  const hosts = [...(bus.deployment ? [] : [...servers, ...others]), ...egress].flatMap(toPeers);
  return [
    dnsRule,
    ...(bus.deployment ? [toBusPods(bus.deployment, namespace)] : []),
    ...(apiServer ? [{ to: anywhere, ports: [toPort(443), toPort(6443)] }] : []),
    ...joinByPort(hosts),
  ];
}

function toBusPods(
  { podLabels, clientPort, namespace: of }: NonNullable<IEventBus['deployment']>,
  namespace: string | undefined,
): NetworkPolicyEgressRule {
  const elsewhere = of !== undefined && of !== namespace;
  const to = {
    podSelector: { matchLabels: { ...podLabels } },
    ...(elsewhere && { namespaceSelector: toNamespace(of) }),
  };
  return { to: [to], ports: [toPort(clientPort)] };
}

/** The names of others. The servers of OpenShift listen on 5353 behind their Service. */
export const dnsRule: NetworkPolicyEgressRule = {
  ports: [53, 5353].flatMap((port) => [toPort(port, 'UDP'), toPort(port)]),
};

/** Every address but those at which a node tells who it is. */
const anywhere: NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } },
  { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128', 'fe80::/10'] } },
];

interface Reach {
  readonly peer: NetworkPolicyPeer;
  /** Absent: every port, for a Service's port is not that of its pods. */
  readonly port?: number;
}

/** A name of two parts may be a Service of a namespace or a host outside: both are allowed. */
function toPeers({ host, port }: Egress): Reach[] {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const version = isIP(name);
  if (version) return [{ peer: { ipBlock: { cidr: `${name}/${version === 4 ? 32 : 128}` } }, port }];
  if (name === 'localhost') return [];
  const parts = name.split('.');
  if (parts.length === 1) return [{ peer: { podSelector: {} } }];
  const within = (namespace = '') => ({ peer: { namespaceSelector: toNamespace(namespace) } });
  const svc = parts.indexOf('svc');
  if (svc > 1) return [within(parts[svc - 1])];
  return [...(parts.length === 2 ? [within(parts.at(-1))] : []), ...anywhere.map((peer) => ({ peer, port }))];
}

function joinByPort(reaches: readonly Reach[]): NetworkPolicyEgressRule[] {
  const rules = new Map<number | undefined, Map<string, NetworkPolicyPeer>>();
  for (const { peer, port } of reaches) {
    const peers = rules.get(port) ?? new Map<string, NetworkPolicyPeer>();
    rules.set(port, peers.set(JSON.stringify(peer), peer));
  }
  return [...rules]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([port, peers]) => ({
      to: [...peers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, peer]) => peer),
      ...(port !== undefined && { ports: [toPort(port)] }),
    }));
}

function toPort(port: number, protocol: 'TCP' | 'UDP' = 'TCP'): NetworkPolicyPort {
  return { protocol, port };
}

function toNamespace(name: string) {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}
