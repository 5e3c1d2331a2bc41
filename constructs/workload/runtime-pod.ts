import type { Container, EnvVar, PodTemplateSpec, ResourceRequirements, Volume } from 'kubernetes-types/core/v1.js';
import { checksumAnnotation, toPodLabels } from './labels.ts';
import type { Mounts } from './mounts.ts';
import { restrictedContainer, restrictedPod } from './restricted.ts';

/** A pod of our image. */
export interface RuntimePod {
  /** Also the name of its container. */
  readonly role: 'worker' | 'keeper';
  readonly image: string;
  readonly serviceAccount: string;
  /** Whether it talks to the API of Kubernetes. */
  readonly token: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** The labels by which its replicas are found. */
  readonly selector: Readonly<Record<string, string>>;
  readonly env: readonly EnvVar[];
  readonly resources: ResourceRequirements;
  /** Whether it takes requests from outside. */
  readonly listens: boolean;
  readonly mounts: Mounts;
}

/** Where a runtime listens: for webhooks, and for probes and Prometheus. */
export const ports = { http: 8080, operations: 8081 } as const;

/** The template of a pod that satisfies Pod Security `restricted`. */
export function toPodTemplate(pod: RuntimePod): PodTemplateSpec {
  const { serviceAccount, token, labels, selector, mounts } = pod;
  return {
    metadata: { labels: toPodLabels(labels), annotations: { [checksumAnnotation]: mounts.checksum } },
    spec: {
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: token,
      terminationGracePeriodSeconds: 45,
      securityContext: restrictedPod,
      affinity: { podAntiAffinity: apart(selector) },
      containers: [toContainer(pod)],
      volumes: toVolumes(mounts),
    },
  };
}

function toContainer({ role, image, env, resources, listens }: RuntimePod): Container {
  const probe = (path: string) => ({ httpGet: { path, port: 'operations' } });
  return {
    name: role,
    image,
    args: [role],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ...env,
    ],
    ports: [
      ...(listens ? [{ name: 'http', containerPort: ports.http, protocol: 'TCP' as const }] : []),
      { name: 'operations', containerPort: ports.operations, protocol: 'TCP' },
    ],
    resources,
    startupProbe: { ...probe('/livez'), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 120 },
    livenessProbe: { ...probe('/livez'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { ...probe('/readyz'), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/eventwright/config', readOnly: true },
      { name: 'secrets', mountPath: '/etc/eventwright/secrets', readOnly: true },
    ],
  };
}

function toVolumes({ documents, secrets }: Mounts): Volume[] {
  return [
    {
      name: 'config',
      projected: {
        sources: documents.map(({ configMap, file }) => ({
          configMap: { name: configMap, items: [{ key: file, path: `${configMap}/${file}` }] },
        })),
      },
    },
    {
      name: 'secrets',
      projected: {
        defaultMode: 0o440,
        sources: secrets.map(({ name, keys, optional }) => ({
          secret: {
            name,
            items: keys.map((key) => ({ key, path: `${name}/${key}` })),
            ...(optional && { optional }),
          },
        })),
      },
    },
  ];
}

/** Other replicas keep away: from the node first, from the zone where that is possible too. */
function apart(selector: Readonly<Record<string, string>>) {
  return {
    preferredDuringSchedulingIgnoredDuringExecution: [
      ['kubernetes.io/hostname', 100] as const,
      ['topology.kubernetes.io/zone', 50] as const,
    ].map(([topologyKey, weight]) => ({
      weight,
      podAffinityTerm: { topologyKey, labelSelector: { matchLabels: { ...selector } } },
    })),
  };
}
