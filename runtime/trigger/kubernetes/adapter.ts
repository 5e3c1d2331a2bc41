import type { Json } from '../../../model/json.ts';
import type { KubernetesActionSpec } from '../../../model/trigger/kubernetes.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import type { Outcome, TriggerAdapter } from '../contract.ts';
import { openOnKubernetes } from '../kubernetes-api.ts';
import { type Call, operations } from './operations.ts';
import { createToPlace } from './place.ts';

/** Works on objects through the API of Kubernetes, as the pod's ServiceAccount. */
export const kubernetesTrigger: TriggerAdapter<KubernetesActionSpec, Json> = createKubernetesTrigger(connectKubernetes);

export function createKubernetesTrigger(
  connect: () => Promise<KubernetesClient>,
): TriggerAdapter<KubernetesActionSpec, Json> {
  return {
    open: async ({ options: spec, at }) =>
      openOnKubernetes({
        connect,
        act(client, { executionId, template, signal }) {
          const toPlace = createToPlace(spec, client.namespace);
          const call: Call = { spec, template, identity: { at, executionId }, client, toPlace, signal };
          // each operation belongs to its spec, which indexing by a union does not show
          return (operations[spec.operation] as (call: Call) => Promise<Outcome>)(call);
        },
      }),
  };
}
