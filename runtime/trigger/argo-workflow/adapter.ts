import type { Json } from '../../../model/json.ts';
import type { ArgoWorkflowActionSpec } from '../../../model/trigger/argo-workflow.ts';
import { toArgoWorkflowRequestSchema } from '../../../model/trigger/argo-workflow-request.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { connectKubernetes } from '../../support/kubernetes/connect.ts';
import type { OpenTrigger, Outcome, TriggerAdapter, TriggerContext } from '../contract.ts';
import { openOnKubernetes } from '../kubernetes-api.ts';
import type { Call } from './call.ts';
import { operations } from './operations.ts';
import { createWorkflows } from './workflows.ts';

/** Works on workflows of Argo Workflows through the API of Kubernetes, as the pod's ServiceAccount. */
export const argoWorkflowTrigger: TriggerAdapter<ArgoWorkflowActionSpec, Json> =
  createArgoWorkflowTrigger(connectKubernetes);

export function createArgoWorkflowTrigger(
  connect: () => Promise<KubernetesClient>,
): TriggerAdapter<ArgoWorkflowActionSpec, Json> {
  return { open: async (context) => openArgoWorkflow(context, connect) };
}

function openArgoWorkflow(
  { options: spec, at, clock }: TriggerContext<ArgoWorkflowActionSpec>,
  connect: () => Promise<KubernetesClient>,
): OpenTrigger<Json> {
  const schema = toArgoWorkflowRequestSchema(spec);
  return openOnKubernetes({
    connect,
    act(client, { executionId, template, signal }) {
      const call: Call = {
        spec,
        template,
        schema,
        identity: { at, executionId },
        workflows: createWorkflows(client, { at, signal }),
        ownNamespace: client.namespace,
        nowMs: clock.now(),
      };
      // each operation belongs to its spec, which indexing by a union does not show
      return (operations[spec.operation] as (call: Call) => Promise<Outcome>)(call);
    },
  });
}
