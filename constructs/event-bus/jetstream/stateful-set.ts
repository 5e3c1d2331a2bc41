import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { PersistentVolumeClaim, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.js';
import { toMs } from '../../../model/duration.ts';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import type { Quantity } from '../../../model/quantity.ts';
import { deletionGuard } from '../../workload/deletion-guard.ts';
import { checksumAnnotation, toPodLabels } from '../../workload/labels.ts';
import { applyPodOptions, type PodOptions } from '../../workload/pod-options.ts';
import { restrictedPod } from '../../workload/restricted.ts';
import { toContainers } from './containers.ts';
import type { MountedSecrets } from './keeper-props.ts';
import type { BusNames } from './names.ts';
import { toScheduling } from './scheduling.ts';
import { paths } from './server-conf.ts';

export interface StatefulSetProps {
  readonly spec: ManagedJetStreamSpec;
  readonly names: BusNames;
  readonly volume: Quantity;
  readonly options: PodOptions;
  /** Of what makes a restart necessary. */
  readonly checksum: string;
  readonly secrets: MountedSecrets;
}

export function addStatefulSet(scope: Construct, props: StatefulSetProps): ApiObject {
  const { names, spec, options } = props;
  const manifest: StatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: names.servers, labels: { ...names.labels }, annotations: { ...deletionGuard } },
    spec: {
      serviceName: names.headlessService,
      replicas: spec.replicas,
      selector: { matchLabels: { ...names.selector } },
      // a majority has to be there before any of them is ready
      podManagementPolicy: 'Parallel',
      // time to catch up before the next one is restarted
      minReadySeconds: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: applyPodOptions(toTemplate(props), options, names.selector),
      ...(spec.persistence && { volumeClaimTemplates: [toClaim(spec.persistence, names, spec.replicas)] }),
    },
  };
  return new ApiObject(scope, 'stateful-set', { ...manifest, apiVersion: 'apps/v1', kind: 'StatefulSet' });
}

function toTemplate({ spec, names, options, checksum, ...props }: StatefulSetProps): PodTemplateSpec {
  // no version among the labels: another one of ours is no reason to restart servers
  const { 'app.kubernetes.io/version': _, ...labels } = names.labels;
  return {
    metadata: { labels: toPodLabels(names.labels), annotations: { [checksumAnnotation]: checksum } },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // the reloader signals the server
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: Math.ceil(toMs(spec.settings.lameDuckDuration) / 1_000) + 30,
      securityContext: { ...restrictedPod, fsGroupChangePolicy: 'OnRootMismatch' },
      ...toScheduling(spec, names.selector),
      containers: [...toContainers(spec, names, options)],
      volumes: [
        toConfigVolume(names, props.secrets),
        { name: 'pid', emptyDir: {} },
        ...(spec.persistence ? [] : [{ name: 'data', emptyDir: { sizeLimit: props.volume } }]),
      ],
    },
  };
}

/** One volume, so that the kubelet changes all files of a server at once. */
function toConfigVolume({ servers }: BusNames, secrets: MountedSecrets): Volume {
  const { ca, certificate, certificateKey } = issuedKeys;
  const certificates = [certificate, certificateKey, ca].map((key) => ({ key, path: `${paths.tls}/${key}` }));
  return {
    name: 'config',
    projected: {
      sources: [
        { configMap: { name: servers, items: [{ key: paths.conf, path: paths.conf }] } },
        { secret: { name: secrets.users, items: [{ key: issuedKeys.users, path: paths.users }] } },
        { secret: { name: secrets.tls, items: certificates } },
      ],
    },
  };
}

/** With every field that the API server would fill in: otherwise an apply never ends without a difference. */
function toClaim(
  replicas: number,
  { size, storageClassName, accessModes }: NonNullable<ManagedJetStreamSpec['persistence']>,
  names: BusNames,
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', labels: { ...names.selector } },
    spec: {
      accessModes: [...accessModes],
      ...(storageClassName !== undefined && { storageClassName }),
      volumeMode: 'Filesystem',
      resources: { requests: { storage: size } },
    },
  };
}
