import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodMonitorOptions } from '../../model/worker/worker-options.ts';
import type { Workload } from '../workload/workload.ts';

/** Adds what tells the Prometheus operator of the pods. */
export function addPodMonitor(
  scope: Construct,
  { name, labels, selector }: Workload,
  { labels: more, interval }: PodMonitorOptions,
): ApiObject {
  return new ApiObject(scope, 'pod-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, labels: { ...more, ...labels } },
    spec: {
      selector: { matchLabels: { ...selector } },
      podMetricsEndpoints: [{ port: 'operations', path: '/metrics', ...(interval !== undefined && { interval }) }],
    },
  });
}
