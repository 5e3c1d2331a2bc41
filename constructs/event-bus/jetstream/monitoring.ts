import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { BusPodMonitor } from '../../../model/event-bus/managed-jetstream.ts';
import { toGoDuration } from './go-duration.ts';
import type { BusNames } from './names.ts';

/** Tells the Prometheus Operator where the metrics of the servers are. */
export function addPodMonitor(scope: Construct, names: BusNames, options: Required<BusPodMonitor>): ApiObject {
  return new ApiObject(scope, 'pod-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: names.servers, labels: { ...options.labels, ...names.labels } },
    spec: {
      selector: { matchLabels: names.selector },
      podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: toGoDuration(options.interval) }],
    },
  });
}
