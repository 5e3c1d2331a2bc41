import { describe, expect, it } from '@jest/globals';
import { type NetworkedPod, type NetworkPolicy, toNftables } from './network-policy.ts';

const pod = (name: string, podIP: string, namespace = 'ci'): NetworkedPod => ({
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ ports: [{ name: 'client', containerPort: 4222 }] }] },
  status: { podIP },
});

const pods = [pod('bus', '10.0.0.1'), pod('worker', '10.0.0.2'), pod('worker', '10.0.1.3', 'shop')];
const namespaces = ['ci', 'shop'].map((name) => ({ metadata: { name, labels: { team: name } } }));
const app = (...values: readonly string[]) => ({ matchExpressions: [{ key: 'app', operator: 'In' as const, values }] });

function toRules(spec: NetworkPolicy['spec']): string[] {
  const text = toNftables({ policies: [{ metadata: { name: 'policy', namespace: 'ci' }, spec }], pods, namespaces });
  const rule = /(return|drop)$/;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => rule.test(line));
}

describe('a policy', () => {
  it('that names no rule isolates its pods, and those alone', () => {
    expect(toRules({ podSelector: app('bus') })).toStrictEqual(['ip daddr 10.0.0.1 drop']);
  });

  it('without a selector is for all pods of its namespace', () => {
    expect(toRules({})).toStrictEqual(['ip daddr 10.0.0.1 drop', 'ip daddr 10.0.0.2 drop']);
  });

  it('takes a peer of its own namespace by its labels, at a port', () => {
    const ingress = [{ from: [{ podSelector: app('worker') }], ports: [{ port: 4222 }] }];
    expect(toRules({ podSelector: app('bus'), ingress })).toStrictEqual([
      'ip daddr 10.0.0.1 ip saddr 10.0.0.2 tcp dport 4222 return',
      'ip daddr 10.0.0.1 drop',
    ]);
  });

  it('takes a peer of another namespace by the labels of both', () => {
    const from = [{ namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: app('worker') }];
    expect(toRules({ podSelector: app('bus'), ingress: [{ from }] })).toStrictEqual([
      'ip daddr 10.0.0.1 ip saddr 10.0.1.3 return',
      'ip daddr 10.0.0.1 drop',
    ]);
  });

  it('lets its pods out to a block less its exceptions, and to a range of ports', () => {
    const to = [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] } }];
    const egress = [{ to, ports: [{ protocol: 'UDP', port: 53, endPort: 60 }] }];
    expect(toRules({ podSelector: app('worker'), policyTypes: ['Egress'], egress })).toStrictEqual([
      'ip saddr 10.0.0.2 ip daddr 10.0.0.0/8 ip daddr != { 10.0.1.0/24 } udp dport 53-60 return',
      'ip saddr 10.0.0.2 drop',
    ]);
  });

  it('finds a port by its name where its pods have one', () => {
    const ports = [{ port: 'client' }, { port: 'nothing' }];
    expect(toRules({ podSelector: app('bus'), ingress: [{ ports }] })).toStrictEqual([
      'ip daddr 10.0.0.1 ip saddr 0.0.0.0/0 tcp dport 4222 return',
      'ip daddr 10.0.0.1 drop',
    ]);
  });
});
