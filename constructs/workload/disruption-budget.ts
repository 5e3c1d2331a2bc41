import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Workload } from './workload.ts';

/** Adds a PodDisruptionBudget that lets one pod go at a time, and a pod that is not ready at any time. */
export function addDisruptionBudget(scope: Construct, { name, labels, selector }: Workload): ApiObject {
  return new ApiObject(scope, 'pod-disruption-budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels: { ...labels } },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: { ...selector } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
