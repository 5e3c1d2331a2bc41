import type { KubernetesObject } from './api-client.ts';
import { coreDnsImage } from './static-image.ts';

/** Where pods ask for names. */
export const dnsAddress = '10.96.0.10';

const namespace = 'kube-system';
const labels = { 'k8s-app': 'kube-dns' };
const metadata = { name: 'coredns', namespace };
const role = { name: 'system:coredns' };

/** Answers for the cluster's own names, and for no others. */
const corefile = `.:53 {
  errors
  ready
  kubernetes cluster.local in-addr.arpa { ttl 1 }
  cache { disable success cluster.local }
}
`;

/** The names of services and pods: two servers, on two nodes where there are two. */
export function toCoreDns(): readonly KubernetesObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: role,
      rules: [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: role,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace, labels },
      spec: {
        clusterIP: dnsAddress,
        selector: labels,
        ports: ['UDP', 'TCP'].map((protocol) => ({
          name: protocol.toLowerCase(),
          protocol,
          port: 53,
          targetPort: 53,
        })),
      },
    },
    toDeployment(),
  ];
}

function toDeployment(): KubernetesObject {
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
  const container = {
    name: 'coredns',
    image: coreDnsImage().name,
    args: ['-conf', '/etc/coredns/Corefile'],
    readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
    resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: metadata.name,
          dnsPolicy: 'Default',
          // policies allow pods port 53, and nobody else may listen there
          securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
            },
          },
          containers: [container],
          volumes: [{ name: 'config', configMap: { name: metadata.name } }],
        },
      },
    },
  };
}
