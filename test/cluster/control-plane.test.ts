import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../runtime/support/testing/until.ts';
import type { KubernetesObject } from './api-client.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import type { Pod } from './fake-kubelet.ts';

let kubernetes: ControlPlane;

beforeAll(async () => {
  kubernetes = await startControlPlane();
});
afterAll(async () => {
  await kubernetes[Symbol.asyncDispose]();
});

const configMap = (namespace: string, more: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
  data: { colour: 'red' },
  ...more,
});

describe('apply', () => {
  it('stores an object, and changes it when it comes anew', async () => {
    const namespace = await kubernetes.createNamespace();
    await kubernetes.apply([configMap(namespace)]);
    const [changed] = await kubernetes.apply([configMap(namespace, { data: { shape: 'round' } })]);
    expect(changed).toMatchObject({ kind: 'ConfigMap', data: { shape: 'round' } });
    expect(await kubernetes.read(configMap(namespace))).toStrictEqual(changed);
  });

  it('refuses a field that the kind does not have', async () => {
    const namespace = await kubernetes.createNamespace();
    const refused = kubernetes.apply([configMap(namespace, { dat: {} })]);
    await expect(refused).rejects.toThrow(/^ConfigMap\/settings: .*\.dat: field not declared in schema/);
  });

  it('refuses a kind that the API server does not know', async () => {
    const refused = kubernetes.apply([{ ...configMap('default'), kind: 'Sensor' }]);
    await expect(refused).rejects.toMatchObject({
      status: 404,
      message: 'Sensor/settings: the API server knows no Sensor in v1',
    });
  });

  it('of a dry run stores nothing', async () => {
    const namespace = await kubernetes.createNamespace();
    await kubernetes.apply([configMap(namespace)], { dryRun: true });
    await expect(kubernetes.read(configMap(namespace))).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
  });
});

describe('a namespace', () => {
  it('that is restricted takes no privileged pod', async () => {
    const namespace = await kubernetes.createNamespace({ podSecurity: 'restricted' });
    await expect(kubernetes.apply([pod(namespace, 'loose')])).rejects.toThrow(/violates PodSecurity "restricted/);
  });

  it('gives its service accounts tokens that the API server tells apart', async () => {
    const namespace = await kubernetes.createNamespace();
    const token = await kubernetes.serviceAccountToken(namespace, 'default');
    expect(
      await kubernetes.kubectl(`--token=${token}`, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'),
    ).toBe(`system:serviceaccount:${namespace}:default`);
  });
});

describe('fake nodes', () => {
  const nodes = ['node-1', 'node-2', 'node-3'];

  beforeAll(async () => {
    await kubernetes.addNodes(nodes.map((name, n) => ({ name, zone: `zone-${'abc'[n]}` })));
    for (const node of nodes) await kubernetes.addVolumes({ node, count: 2 });
  });

  it('take one pod each where a set wants to be spread, with its volume, and pods become ready', async () => {
    await using _ = kubernetes.startKubelet();
    const namespace = await kubernetes.createNamespace();
    const set = spreadSet(namespace, 3);
    await kubernetes.apply([set]);
    await until(async () => (await readyReplicas(set)) === 3, 50);
    const { items } = await kubernetes.api.get<{ items: Pod[] }>(`/api/v1/namespaces/${namespace}/pods`);
    expect(items.map(({ spec }) => spec.nodeName).sort()).toStrictEqual(nodes);
  });

  it('take no fourth pod of such a set', async () => {
    await using _ = kubernetes.startKubelet();
    const namespace = await kubernetes.createNamespace();
    await kubernetes.apply([spreadSet(namespace, 4, false)]);
    const fourth = `/api/v1/namespaces/${namespace}/pods/bus-3`;
    await until(
      async () => JSON.stringify(await kubernetes.api.get(fourth).catch(String)).includes('Unschedulable'),
      50,
    );
  });

  it('run pods that are not ready, where a test wants it', async () => {
    await using _ = kubernetes.startKubelet({ isReady: () => false });
    const namespace = await kubernetes.createNamespace();
    await kubernetes.apply([pod(namespace, 'sick')]);
    const path = `/api/v1/namespaces/${namespace}/pods/sick`;
    await until(async () => (await kubernetes.api.get<Pod>(path)).status.phase === 'Running', 50);
    expect(JSON.stringify(await kubernetes.api.get(path))).toContain('"ready":false');
  });

  it('lose a pod that is deleted', async () => {
    await using _ = kubernetes.startKubelet();
    const namespace = await kubernetes.createNamespace();
    await kubernetes.apply([pod(namespace, 'brief')]);
    await kubernetes.kubectl('-n', namespace, 'wait', '--for=condition=Ready', 'pod/brief');
    await kubernetes.kubectl('-n', namespace, 'delete', 'pod/brief', '--timeout=30s');
    await expect(kubernetes.read(pod(namespace, 'brief'))).rejects.toMatchObject({ status: 404 });
  });
});

async function readyReplicas(set: KubernetesObject): Promise<number | undefined> {
  const { status } = await kubernetes.read<{ status: { readyReplicas?: number } }>(set);
  return status.readyReplicas;
}

function pod(namespace: string, name: string): KubernetesObject {
  const containers = [{ name: 'main', image: 'localhost/probe:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { containers } };
}

function spreadSet(namespace: string, replicas: number, volumes = true): KubernetesObject {
  const labels = { app: 'bus' };
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'bus', namespace },
    spec: {
      replicas,
      serviceName: 'bus',
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
          containers: [{ name: 'main', image: 'localhost/probe:1' }],
        },
      },
      ...(volumes && { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] }),
    },
  };
}
