import type { ArgoWorkflowResubmitRequest } from '../../../model/trigger/argo-workflow-request.ts';
import type { ExecutionIdentity } from '../../../model/trigger/execution-identity.ts';
import type { Outcome } from '../contract.ts';
import { toBaseName, withCreator } from './execution-record.ts';
import { toMemoizedStatus } from './memoized.ts';
import { offloaded, readNodes } from './nodes.ts';
import { withParameters } from './parameters.ts';
import { toOpen } from './retry.ts';
import { hasFailed, isFinished, keyOf, type Workflow } from './workflow.ts';
import { toWorkflowName } from './workflow-name.ts';

export interface Resubmission {
  readonly identity: ExecutionIdentity;
  readonly request: ArgoWorkflowResubmitRequest;
  readonly memoized: boolean;
  readonly nowMs: number;
}

/** A new workflow like another one; where it is memoized, the steps that had succeeded count as skipped. */
export function resubmit(workflow: Workflow, resubmission: Resubmission): Workflow | Outcome {
  const { identity, request, memoized, nowMs } = resubmission;
  const { metadata, spec, status } = workflow;
  const name = toWorkflowName(metadata.generateName ?? toBaseName(workflow), identity.executionId);
  const { namespace, annotations = {}, ownerReferences } = metadata;
  const again: Workflow = {
    apiVersion: workflow.apiVersion,
    kind: workflow.kind,
    metadata: withCreator(
      {
        name,
        ...(namespace && { namespace }),
        labels: { ...toLabels(workflow), [keyOf('resubmitted-from-workflow')]: metadata.name },
        annotations,
        ...(ownerReferences && { ownerReferences }),
      },
      identity,
    ),
    spec: toOpen(withParameters(spec, request.parameters)),
  };
  if (!memoized) return again;
  if (!isFinished(workflow))
    return { kind: 'retry', reason: 'it has not finished; it can be resubmitted memoized once it has failed' };
  if (!hasFailed(status?.phase))
    return { kind: 'failed', reason: 'it has succeeded; memoized, nothing of it would run' };
  const nodes = readNodes(workflow);
  if (!nodes) return { kind: 'failed', reason: offloaded };
  return { ...again, status: toMemoizedStatus(workflow, { nodes, name, nowMs }) };
}

const ofTheRun = [
  'creator',
  'creator-email',
  'creator-preferred-username',
  'phase',
  'completed',
  'workflow-archiving-status',
];
const dropped: ReadonlySet<string> = new Set(ofTheRun.map(keyOf));

function toLabels({ metadata }: Workflow): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([key]) => !dropped.has(key)));
}
