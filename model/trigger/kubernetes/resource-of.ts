import { isBuiltIn, type ObjectKind } from './object-schema.ts';

/** Where the objects of a kind are found. */
export interface KubernetesResource {
  /** Plural, in lower case: `jobs`. */
  readonly resource: string;
  readonly scope: 'Namespaced' | 'Cluster';
}

const clusterKinds = new Set([
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** The resource of a kind that Kubernetes itself defines; `undefined` for any other. */
export function resourceOf(kind: ObjectKind): KubernetesResource | undefined {
  if (!isBuiltIn(kind)) return undefined;
  return { resource: toPlural(kind.kind.toLowerCase()), scope: clusterKinds.has(kind.kind) ? 'Cluster' : 'Namespaced' };
}

/** The API's own rule, which every built-in kind follows. */
function toPlural(kind: string): string {
  if (kind === 'endpoints') return kind;
  if (/(s|x|ch|sh)$/.test(kind)) return `${kind}es`;
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
