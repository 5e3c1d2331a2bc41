import type { PodAffinityTerm, PodSpec } from 'kubernetes-types/core/v1.js';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';

const zoneLabel = 'topology.kubernetes.io/zone';

/** Which nodes the servers share, and how they are spread over zones. */
export function toScheduling(
  { spread, zones }: Pick<ManagedJetStreamSpec, 'spread' | 'zones'>,
  selector: Readonly<Record<string, string>>,
): Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const labelSelector = { matchLabels: { ...selector } };
  const node: PodAffinityTerm = { topologyKey: 'kubernetes.io/hostname', labelSelector };
  const zone: PodAffinityTerm = { topologyKey: zoneLabel, labelSelector };
  const preferred = [
    ...(spread === 'preferred' ? [{ weight: 100, podAffinityTerm: node }] : []),
    ...(zones === 'ignored' ? [] : [{ weight: 50, podAffinityTerm: zone }]),
  ];
  return {
    affinity: {
      podAntiAffinity: {
        ...(spread === 'required' && { requiredDuringSchedulingIgnoredDuringExecution: [node] }),
        ...(preferred.length > 0 && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
      },
    },
    ...(zones !== 'ignored' && {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: zoneLabel,
          whenUnsatisfiable: zones === 'required' ? 'DoNotSchedule' : 'ScheduleAnyway',
          labelSelector,
        },
      ],
    }),
  };
}
