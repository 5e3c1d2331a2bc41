import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2.js';
import type { PodTemplateSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js';
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

/** What is wrong with pods whose use is to be kept at a share of what they request: it is that of all containers. */
export function checkRequests({ cpu, memory }: Autoscaling, { spec }: PodTemplateSpec, at: string): string[] {
  const wanted = Object.entries({ cpu, memory }).flatMap(([name, share]) => (share === undefined ? [] : [name]));
  const ofPod = (spec as { readonly resources?: ResourceRequirements } | undefined)?.resources;
  return wanted.flatMap((name) => {
    if (isRequested(ofPod, name)) return [];
    const without = spec?.containers.filter(({ resources }) => !isRequested(resources, name)) ?? [];
    return without.map(
      (container) =>
        `${at}: autoscaling.${name} is a share of what the pods request, and container '${container.name}' requests no ${name}; set resources.requests.${name}`,
    );
  });
}

/** A limit is a request where none is said. */
function isRequested({ requests, limits }: ResourceRequirements = {}, name: string): boolean {
  return (requests?.[name] ?? limits?.[name]) !== undefined;
}

function toMetric(name: string, share: Percentage | undefined): MetricSpec[] {
  if (share === undefined) return [];
  const target = { type: 'Utilization', averageUtilization: Number.parseInt(share, 10) };
  return [{ type: 'Resource', resource: { name, target } }];
}
