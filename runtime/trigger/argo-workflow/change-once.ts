import type { ArgoWorkflowRequests } from '../../../model/trigger/argo-workflow-request.ts';
import type { Outcome } from '../contract.ts';
import { orAbsent, toAbsentWorkflow } from './absence.ts';
import { type Call, type Operation, toRequest } from './call.ts';
import { about, type Change } from './change.ts';
import { wasChangedBy, withChange } from './execution-record.ts';
import type { Workflow } from './workflow.ts';

type Changing = Exclude<Operation, 'submit' | 'resubmit'>;

/**
 * Changes a workflow as it was read, or not at all: where the controller was faster, another attempt reads it anew. What
 * the execution has changed before is done.
 */
export async function changeOnce<O extends Changing>(
  call: Call<O>,
  change: (workflow: Workflow, request: ArgoWorkflowRequests[O], nowMs: number) => Change,
): Promise<Outcome> {
  const { spec, workflows, identity, nowMs } = call;
  const request = toRequest(call);
  const { namespace, name } = request;
  const workflow = await orAbsent(workflows.get(namespace, name));
  if (!workflow) return toAbsentWorkflow(workflows, { namespace, name });
  if (wasChangedBy(workflow, identity))
    return about(name, { kind: 'done', detail: `${spec.operation} came through before` });
  const changed = change(workflow, request, nowMs);
  if (changed.kind !== 'change') return about(name, changed);
  await Promise.all(
    (changed.obsoletePods ?? []).map((pod) => workflows.deletePod({ namespace, name: pod, workflow: name })),
  );
  await workflows.replace(withChange(changed.workflow, identity, spec.operation));
  return about(name, { kind: 'done', detail: `${spec.operation} came through` });
}
