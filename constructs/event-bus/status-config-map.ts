import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

interface StatusConfigMapProps {
  /** `bus-event-bus`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the `fromConfig` of its kind takes. */
  readonly config: object;
}

/** Adds what other programs read. */
export function addStatusConfigMap(scope: Construct, { name, labels, config }: StatusConfigMapProps): ApiObject {
  return new ApiObject(scope, 'status', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    data: { 'config.json': `${JSON.stringify(config, undefined, 2)}\n` },
  });
}
