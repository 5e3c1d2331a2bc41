import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodMonitorOptions } from '../../model/pod-monitor.ts';
import { toGoDuration } from './go-duration.ts';
import type { Workload } from './workload.ts';

interface PodMonitorProps {
  /** Of the container that tells of itself, by name. */
  readonly port: string;
  readonly options: true | PodMonitorOptions;
}

/** Adds what tells the Prometheus Operator of the pods. */
export function addPodMonitor(
  scope: Construct,
  { name, labels, selector }: Workload,
  { port, options }: PodMonitorProps,
): ApiObject {
  const { labels: more, interval }: PodMonitorOptions = options === true ? {} : options;
  return new ApiObject(scope, 'pod-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, labels: { ...more, ...labels } },
    spec: {
      selector: { matchLabels: { ...selector } },
      podMetricsEndpoints: [
        { port, path: '/metrics', ...(interval !== undefined && { interval: toGoDuration(interval) }) },
      ],
    },
  });
}
