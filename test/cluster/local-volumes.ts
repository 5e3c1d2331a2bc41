import type { KubernetesObject } from './api-client.ts';

/** The storage class of volumes that lie on one node; a claim is bound once its pod is placed. */
export const localStorageClass: KubernetesObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
};

export interface LocalVolumes {
  readonly node: string;
  readonly count: number;
  /** `1Gi` by default. */
  readonly size?: string;
}

/** Where a local volume lies on its node. */
export const toVolumeFolder = (index: number) => `/var/lib/volumes/${index}`;

/** Volumes of the class `local`, named `<node>-<index>`. */
export function toLocalVolumes({ node, count, size = '1Gi' }: LocalVolumes): readonly KubernetesObject[] {
  const onNode = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] };
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${node}-${index}` },
    spec: {
      storageClassName: localStorageClass.metadata.name,
      capacity: { storage: size },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      local: { path: toVolumeFolder(index) },
      nodeAffinity: { required: { nodeSelectorTerms: [onNode] } },
    },
  }));
}
