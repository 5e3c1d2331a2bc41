import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toBusImages } from '../../model/event-bus/managed-jetstream-versions.ts';
import { until } from '../../runtime/support/testing/until.ts';
import type { KubernetesObject } from './api-client.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { busImages } from './static-image.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ images: busImages() });
}, 120_000);
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

it('three nodes are ready, each in a zone', async () => {
  const { items } = await cluster.api.get<{ items: KubernetesObject[] }>('/api/v1/nodes');
  const zones = items.map(({ metadata }) => [metadata.name, metadata.labels?.['topology.kubernetes.io/zone']]);
  expect(zones).toStrictEqual([
    ['node-1', 'zone-a'],
    ['node-2', 'zone-b'],
    ['node-3', 'zone-c'],
  ]);
});

describe('a pod that serves', () => {
  let namespace: string;
  let address: string;

  beforeAll(async () => {
    namespace = await cluster.createNamespace();
    await cluster.apply([server(namespace, { on: 'node-1' }), service(namespace)]);
    for (const on of cluster.nodes) await cluster.apply([client(namespace, { on })]);
    await untilReady(namespace);
    address = await cluster.kubectl('-n', namespace, 'get', 'pod', 'server', '-o', 'jsonpath={.status.podIP}');
  });

  it('is reached from here by its own address, and by its service', async () => {
    expect(await ask(`http://${address}:8080/`)).toMatch(/^server /);
    const clusterIp = await cluster.kubectl(
      '-n',
      namespace,
      'get',
      'service',
      'server',
      '-o',
      'jsonpath={.spec.clusterIP}',
    );
    expect(await ask(`http://${clusterIp}/`)).toMatch(/^server /);
  });

  it.each(['node-1', 'node-2', 'node-3'])('is reached by its name from %s', async (node) => {
    expect(await get(namespace, `client-${node}`, `http://server.${namespace}.svc/`)).toMatch(/^200 server /);
  });

  it('has its output told', async () => {
    expect(await cluster.logs(namespace, 'server')).toBe('listening on :8080\n');
  });

  it.each(['node-1', 'node-2'])(
    'is not reached from %s where a policy names others, and is again without',
    async (node) => {
      const url = `http://${address}:8080/`;
      const policy = onlyFrom(namespace, { app: 'nobody' });
      await cluster.apply([policy]);
      await cluster.settlePolicies();
      await expect(get(namespace, `client-${node}`, url)).rejects.toThrow(/Timeout|timeout/);
      await cluster.apply([onlyFrom(namespace, { app: 'client' })]);
      await cluster.settlePolicies();
      expect(await get(namespace, `client-${node}`, url)).toMatch(/^200 server /);
      await cluster.kubectl('-n', namespace, 'delete', 'networkpolicy/only-from');
    },
  );
});

it('a bus runs from images under their published names', async () => {
  const namespace = await cluster.createNamespace();
  await cluster.apply([bus(namespace)]);
  await untilReady(namespace);
  const address = await cluster.kubectl('-n', namespace, 'get', 'pod', 'bus', '-o', 'jsonpath={.status.podIP}');
  expect(await ask(`http://${address}:7777/metrics`)).toContain('gnatsd_varz_');
});

it('a pod finds on its volume what it wrote before its plug was pulled', async () => {
  const namespace = await cluster.createNamespace({ podSecurity: 'restricted' });
  await cluster.apply([claim(namespace), writer(namespace)]);
  await untilReady(namespace);
  const probe = (...args: readonly string[]) =>
    cluster.kubectl('-n', namespace, 'exec', 'writer', '--', '/probe', ...args);
  await probe('write', '/data/note', 'kept');

  await cluster.pullPlug('node-2');
  await expect(ask(`http://10.201.0.12:10250/`)).rejects.toThrow();
  await until(async () => (await nodeStatus('node-2')) === 'Unknown', 200);
  await cluster.plugIn('node-2');
  expect(await nodeStatus('node-2')).toBe('True');
  await until(
    () =>
      probe('cat', '/data/note').then(
        (text) => text === 'kept',
        () => false,
      ),
    200,
  );
});

it('a node is drained, and takes pods again', async () => {
  const namespace = await cluster.createNamespace();
  await cluster.apply([deployment(namespace)]);
  await untilReady(namespace);
  await cluster.drain('node-3');
  const left = await cluster.kubectl('get', 'pods', '-A', '--field-selector=spec.nodeName=node-3', '-o', 'name');
  expect(left).not.toContain('spread');
  await cluster.uncordon('node-3');
  await cluster.apply([client(namespace, { on: 'node-3' })]);
  await untilReady(namespace);
});

it('a second cluster is refused while this one runs', async () => {
  await expect(startCluster()).rejects.toThrow(`a cluster of nodes runs already, of process ${process.pid}`);
});

async function ask(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return await response.text();
}

function get(namespace: string, pod: string, url: string): Promise<string> {
  return cluster.kubectl('-n', namespace, 'exec', pod, '--', '/probe', 'get', url);
}

function nodeStatus(node: string): Promise<string> {
  return cluster.kubectl('get', 'node', node, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}');
}

async function untilReady(namespace: string): Promise<void> {
  await until(async () => {
    const { items } = await cluster.api.get<{
      items: { status: { conditions?: { type: string; status: string }[] } }[];
    }>(`/api/v1/namespaces/${namespace}/pods`);
    const isReady = ({ type, status }: { type: string; status: string }) => type === 'Ready' && status === 'True';
    return items.length > 0 && items.every(({ status }) => status.conditions?.some(isReady));
  }, 100);
}

interface Placed {
  readonly on: string;
}

function pod(namespace: string, name: string, spec: object): KubernetesObject {
  const labels = { app: name.split('-')[0] as string };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { terminationGracePeriodSeconds: 1, ...spec },
  };
}

function probe(args: readonly string[], more: object = {}): object {
  return { name: 'probe', image: 'localhost/probe:1', args, ...more };
}

function server(namespace: string, { on }: Placed): KubernetesObject {
  const readinessProbe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 };
  return pod(namespace, 'server', { nodeName: on, containers: [probe(['serve', ':8080'], { readinessProbe })] });
}

function client(namespace: string, { on }: Placed): KubernetesObject {
  return pod(namespace, `client-${on}`, {
    nodeSelector: { 'kubernetes.io/hostname': on },
    containers: [probe(['pause'])],
  });
}

function service(namespace: string): KubernetesObject {
  const spec = { selector: { app: 'server' }, ports: [{ port: 80, targetPort: 8080 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'server', namespace }, spec };
}

function onlyFrom(namespace: string, matchLabels: Readonly<Record<string, string>>): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'only-from', namespace },
    spec: {
      podSelector: { matchLabels: { app: 'server' } },
      ingress: [{ from: [{ podSelector: { matchLabels } }], ports: [{ port: 8080 }] }],
    },
  };
}

function bus(namespace: string): KubernetesObject {
  const { server, exporter, reloader } = toBusImages('2.15.2');
  const pidFile = { volumeMounts: [{ name: 'pid', mountPath: '/pid' }] };
  const ready = (path: string, port: number) => ({ readinessProbe: { httpGet: { path, port }, periodSeconds: 1 } });
  return pod(namespace, 'bus', {
    containers: [
      {
        name: 'server',
        image: server,
        args: ['-m', '8222', '-P', '/pid/nats'],
        ...pidFile,
        ...ready('/healthz', 8222),
      },
      { name: 'exporter', image: exporter, args: ['-varz', 'http://localhost:8222'], ...ready('/metrics', 7777) },
      { name: 'reloader', image: reloader, args: ['-pid', '/pid/nats', '-config', '/etc/hosts'], ...pidFile },
    ],
    shareProcessNamespace: true,
    volumes: [{ name: 'pid', emptyDir: {} }],
  });
}

function claim(namespace: string): KubernetesObject {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace }, spec };
}

function writer(namespace: string): KubernetesObject {
  const mount = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  return pod(namespace, 'writer', {
    nodeSelector: { 'topology.kubernetes.io/zone': 'zone-b' },
    // it stays with its node, which comes back
    tolerations: [{ operator: 'Exists' }],
    securityContext: { runAsNonRoot: true, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [probe(['pause'], { ...mount, securityContext })],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  });
}

function deployment(namespace: string): KubernetesObject {
  const labels = { app: 'spread' };
  const template = { metadata: { labels }, spec: { containers: [probe(['serve', ':8080'])] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'spread', namespace },
    spec: { replicas: 6, selector: { matchLabels: labels }, template },
  };
}
