import type { ApiClient } from './api-client.ts';

/** A node without a machine: the scheduler places pods on it, and nothing runs them. */
export interface FakeNode {
  readonly name: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What pods may ask of it: 4 CPUs, 8Gi and 110 pods by default. */
  readonly capacity?: Readonly<Record<'cpu' | 'memory' | 'pods', string>>;
}

export async function addFakeNode(api: ApiClient, { name, zone, labels, ...node }: FakeNode): Promise<void> {
  const capacity = node.capacity ?? { cpu: '4', memory: '8Gi', pods: '110' };
  await api.request('POST', '/api/v1/nodes', {
    body: {
      metadata: {
        name,
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          ...(zone && { 'topology.kubernetes.io/zone': zone }),
          ...labels,
        },
      },
    },
  });
  const now = new Date().toISOString();
  const ready = { type: 'Ready', status: 'True', reason: 'Fake', lastHeartbeatTime: now, lastTransitionTime: now };
  const status = { capacity, allocatable: capacity, conditions: [ready] };
  await api.request('PATCH', `/api/v1/nodes/${name}/status`, { body: { status }, as: 'merge' });
}
