import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Workload } from './workload.ts';

/** Adds a ServiceAccount. Pods that talk to the API ask for its token; others have none. */
export function addServiceAccount(scope: Construct, { name, labels }: Workload): ApiObject {
  return new ApiObject(scope, 'service-account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels: { ...labels } },
    automountServiceAccountToken: false,
  });
}
