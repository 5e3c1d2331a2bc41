import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2.js';
import type { Autoscaling, Percentage } from '../../model/worker/worker-options.ts';
import type { Workload } from '../workload/workload.ts';

/** Adds the HorizontalPodAutoscaler of a Deployment of the same name. */
export function addAutoscaler(
  scope: Construct,
  { name, labels }: Workload,
  { minReplicas, maxReplicas, cpu, memory }: Autoscaling & { readonly minReplicas: number },
): ApiObject {
  return new ApiObject(scope, 'horizontal-pod-autoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: { ...labels } },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas,
      maxReplicas,
      metrics: [...toMetric('cpu', cpu), ...toMetric('memory', memory)],
    },
  });
}

function toMetric(name: string, share: Percentage | undefined): MetricSpec[] {
  if (share === undefined) return [];
  const target = { type: 'Utilization', averageUtilization: Number.parseInt(share, 10) };
  return [{ type: 'Resource', resource: { name, target } }];
}
