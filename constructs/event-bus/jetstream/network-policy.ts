import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { NetworkPolicyPeer, NetworkPolicySpec } from 'kubernetes-types/networking/v1.js';
import { documentLabels } from '../../../model/keeper/issued-secrets.ts';
import { dnsRule } from '../../workload/network-policy.ts';
import { toBusLabels } from '../bus-labels.ts';
import type { IEventBus } from '../event-bus.ts';
import { type BusNames, ports } from './names.ts';

/** Who may reach the servers, beside the workers and the keeper of the bus. */
export interface BusNetworkPolicy {
  /** Others that connect as clients do. */
  readonly clients?: readonly NetworkPolicyPeer[];
  /** Who may read metrics. Default: every pod of the cluster. */
  readonly metrics?: readonly NetworkPolicyPeer[];
}

export interface NetworkPolicyProps {
  readonly bus: IEventBus;
  readonly names: BusNames;
  readonly allowNamespaces: readonly string[];
  readonly exporter: boolean;
  readonly policy: BusNetworkPolicy;
}

export function addNetworkPolicy(scope: Construct, props: NetworkPolicyProps): ApiObject {
  const { names, exporter, policy } = props;
  const servers: NetworkPolicyPeer[] = [{ podSelector: { matchLabels: names.selector } }];
  const everywhere: readonly NetworkPolicyPeer[] = [{ namespaceSelector: {} }];
  const spec: NetworkPolicySpec = {
    podSelector: { matchLabels: names.selector },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      toRule(ports.client, [...toClients(props), ...(policy.clients ?? [])]),
      toRule(ports.cluster, servers),
      ...(exporter ? [toRule(ports.metrics, policy.metrics ?? everywhere)] : []),
      // to Kubernetes, nobody in particular is everybody
    ].filter(({ from }) => from.length > 0),
    egress: [{ to: servers, ports: [{ protocol: 'TCP', port: ports.cluster }] }, dnsRule],
  };
  return new ApiObject(scope, 'network-policy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: names.servers, labels: names.labels },
    spec,
  });
}

function toRule(port: number, from: readonly NetworkPolicyPeer[]) {
  return { from: [...from], ports: [{ protocol: 'TCP', port }] };
}

function toClients({ bus, allowNamespaces }: NetworkPolicyProps): readonly NetworkPolicyPeer[] {
  const near = { podSelector: { matchLabels: { [documentLabels.bus]: bus.name } } };
  if (allowNamespaces.length === 0) return [near];
  const values = [...allowNamespaces];
  const matchExpressions = [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }];
  // elsewhere, another bus may have its name
  const podSelector = { matchLabels: toBusLabels(bus) };
  return [near, { podSelector, namespaceSelector: { matchExpressions } }];
}
