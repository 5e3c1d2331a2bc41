import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { PersistentVolumeClaim, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.js';
import { toMs } from '../../../model/duration.ts';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import { deletionGuard } from '../../workload/deletion-guard.ts';
import { checksumAnnotation, toPodLabels } from '../../workload/labels.ts';
import { applyPodOptions } from '../../workload/pod-options.ts';
import { restrictedPod } from '../../workload/restricted.ts';
import type { BusPlan } from './bus-plan.ts';
import { toContainers } from './containers.ts';
import type { MountedSecrets } from './mounted-secrets.ts';
import type { BusNames } from './names.ts';
import { toScheduling } from './scheduling.ts';
import { paths, type ServerConf } from './server-conf.ts';

export function addStatefulSet(scope: Construct, plan: BusPlan, conf: ServerConf): ApiObject {
  const { names, spec, pods } = plan;
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
      template: applyPodOptions(toTemplate(plan, conf), pods, names.selector),
      ...(spec.persistence && { volumeClaimTemplates: [toClaim(spec.persistence, names, spec.replicas)] }),
    },
  };
  return new ApiObject(scope, 'stateful-set', { ...manifest, apiVersion: 'apps/v1', kind: 'StatefulSet' });
}

function toTemplate({ spec, names, pods, volume, secrets }: BusPlan, conf: ServerConf): PodTemplateSpec {
  return {
    metadata: { labels: toPodLabels(names.labels), annotations: { [checksumAnnotation]: conf.checksum } },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // the reloader signals the server
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: Math.ceil(toMs(spec.settings.lameDuckDuration) / 1_000) + 30,
      securityContext: { ...restrictedPod, fsGroupChangePolicy: 'OnRootMismatch' },
      ...toScheduling(spec, names.selector),
      containers: [...toContainers(spec, names, pods)],
      volumes: [
        toConfigVolume(names, conf, secrets),
        { name: 'pid', emptyDir: {} },
        ...(spec.persistence ? [] : [{ name: 'data', emptyDir: { sizeLimit: volume } }]),
      ],
    },
  };
}

/** One volume, so that the kubelet changes all files of a server at once. */
function toConfigVolume({ servers }: BusNames, conf: ServerConf, secrets: MountedSecrets): Volume {
  const { ca, certificate, certificateKey } = issuedKeys;
  const certificates = [certificate, certificateKey, ca].map((key) => ({ key, path: `${paths.tls}/${key}` }));
  return {
    name: 'config',
    projected: {
      sources: [
        { configMap: { name: servers, items: [{ key: conf.key, path: paths.conf }] } },
        { secret: { name: secrets.users, items: [{ key: issuedKeys.users, path: paths.users }] } },
        { secret: { name: secrets.tls, items: certificates } },
      ],
    },
  };
}

/** With every field that the API server would fill in: otherwise an apply never ends without a difference. */
function toClaim(
  { size, storageClassName, accessModes }: NonNullable<ManagedJetStreamSpec['persistence']>,
  names: BusNames,
  replicas: number,
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'data',
      labels: { ...names.selector },
      // A template cannot be changed: the API server refuses to make several servers of one, which would lose its streams.
      annotations: { 'eventwright.dev/servers': replicas === 1 ? 'one' : 'several' },
    },
    spec: {
      accessModes: [...accessModes],
      ...(storageClassName !== undefined && { storageClassName }),
      volumeMode: 'Filesystem',
      resources: { requests: { storage: size } },
    },
  };
}
