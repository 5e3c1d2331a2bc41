import type { ArgoWorkflowTemplateRef } from '../../../model/trigger/argo-workflow-source.ts';
import type { Outcome } from '../contract.ts';
import { toOutcome } from '../kubernetes-api.ts';
import { orAbsent, toAbsentWorkflow, unlessNotInstalled } from './absence.ts';
import { type Call, toRequest } from './call.ts';
import { about } from './change.ts';
import { wasCreatedBy } from './execution-record.ts';
import { findMissing } from './parameters.ts';
import { resubmit } from './resubmit.ts';
import { argumentsOf, type StoredSource, submit } from './submit.ts';
import type { Workflow } from './workflow.ts';
import { isStatus } from './workflows.ts';

/** Submits the workflow of an execution; one that it has submitted before is done. */
export async function submitOnce(call: Call<'submit'>): Promise<Outcome> {
  const { spec, identity, nowMs, workflows } = call;
  const { from, namePrefix } = spec;
  const request = toRequest(call);
  const { namespace } = request;
  let stored: StoredSource | undefined;
  if (from.kind !== 'Workflow') {
    stored = await orAbsent(workflows.getSource(namespace, from));
    if (!stored) return unlessNotInstalled(workflows, { kind: 'retry', reason: toAbsent(from, namespace) });
  }
  const [missing] = findMissing(argumentsOf(from, stored), request.parameters);
  if (missing !== undefined)
    return {
      kind: 'failed',
      reason: `template: parameters.${missing} is missing, and ${from.kind} has no value for it`,
    };
  return createOnce(call, submit(from, stored, { identity, namespace, namePrefix, request, nowMs }));
}

/** Creates the execution's workflow after the likeness of another; one that it has created before is done. */
export async function resubmitOnce(call: Call<'resubmit'>): Promise<Outcome> {
  const { spec, identity, nowMs, workflows } = call;
  const request = toRequest(call);
  const { namespace, name } = request;
  const original = await orAbsent(workflows.get(namespace, name));
  if (!original) return toAbsentWorkflow(workflows, request);
  const again = resubmit(original, { identity, request, memoized: spec.memoized, nowMs });
  return 'spec' in again ? createOnce(call, again) : about(name, again);
}

async function createOnce(
  { workflows, identity }: Pick<Call, 'workflows' | 'identity'>,
  workflow: Workflow,
): Promise<Outcome> {
  const { name, namespace = '' } = workflow.metadata;
  try {
    await workflows.create(workflow);
    return { kind: 'done', detail: `Workflow '${name}' created` };
  } catch (error) {
    if (isStatus(error, 404)) return unlessNotInstalled(workflows, toOutcome(error));
    if (!isStatus(error, 409)) throw error;
    if (wasCreatedBy(await workflows.get(namespace, name), identity))
      return { kind: 'done', detail: `Workflow '${name}' created before` };
    return { kind: 'failed', reason: `Workflow '${name}' exists already, and is not of this execution` };
  }
}

function toAbsent({ kind, name }: ArgoWorkflowTemplateRef, namespace: string): string {
  const where = kind === 'ClusterWorkflowTemplate' ? 'in the cluster' : `in namespace '${namespace}'`;
  return `there is no ${kind} '${name}' ${where}; apply it`;
}
