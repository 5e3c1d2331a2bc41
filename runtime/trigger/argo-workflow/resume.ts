import type { ArgoWorkflowResumeRequest } from '../../../model/trigger/argo-workflow-request.ts';
import type { Change } from './change.ts';
import { parseNodeSelector } from './field-selector.ts';
import { offloaded, readNodes, withNodes } from './nodes.ts';
import { isFinished, type Nodes, toTime, type Workflow, type WorkflowNode } from './workflow.ts';

/** Lets a suspended workflow and its suspended steps go on, or those steps alone that are selected. */
export function resume(workflow: Workflow, { nodeFieldSelector }: ArgoWorkflowResumeRequest, nowMs: number): Change {
  const nodes = readNodes(workflow);
  if (!nodes) return { kind: 'failed', reason: offloaded };
  const isMeant = nodeFieldSelector ? parseNodeSelector(nodeFieldSelector) : () => true;
  const meant = Object.values(nodes).filter((node) => node.type === 'Suspend' && isMeant(node));
  const waiting = meant.filter(({ phase }) => phase === 'Running');
  const isHeld = !nodeFieldSelector && isSuspended(workflow);
  if (waiting.length === 0 && !isHeld) return toNothingWaits(workflow, nodeFieldSelector, meant);
  const lacking = waiting.flatMap(outputsWithoutValue);
  if (lacking.length > 0)
    return {
      kind: 'failed',
      reason: `a suspended step waits for a value of ${lacking.join(', ')}, which has no default`,
    };
  const resumed = Object.fromEntries(waiting.map((node) => [node.id, toSucceeded(node, nowMs)]));
  return { kind: 'change', workflow: withResumed(isHeld ? toUnsuspended(workflow) : workflow, nodes, resumed) };
}

function toNothingWaits(workflow: Workflow, selector: string | undefined, meant: readonly WorkflowNode[]): Change {
  if (!selector) return { kind: 'done', detail: 'it was not suspended' };
  if (meant.length > 0) return { kind: 'done', detail: 'the steps that are selected had gone on already' };
  const reason = `no suspended step is selected by '${selector}'`;
  // the workflow may not have got there
  return isFinished(workflow) ? { kind: 'failed', reason } : { kind: 'retry', reason: `${reason} yet` };
}

function withResumed(workflow: Workflow, nodes: Nodes, resumed: Nodes): Workflow {
  if (Object.keys(resumed).length === 0) return workflow;
  return { ...workflow, status: withNodes(workflow, { ...nodes, ...resumed }) };
}

function isSuspended({ spec, status }: Workflow): boolean {
  return Boolean(spec.suspend || status?.storedWorkflowTemplateSpec?.suspend);
}

function toUnsuspended(workflow: Workflow): Workflow {
  const { suspend: _, ...spec } = workflow.spec;
  const { storedWorkflowTemplateSpec: stored } = workflow.status ?? {};
  if (!stored?.suspend) return { ...workflow, spec };
  // the controller would merge it into the spec again
  const { suspend: __, ...storedWorkflowTemplateSpec } = stored;
  return { ...workflow, spec, status: { ...workflow.status, storedWorkflowTemplateSpec } };
}

function toSucceeded(node: WorkflowNode, nowMs: number): WorkflowNode {
  const message = node.message ? `${node.message}; resumed by eventwright` : 'resumed by eventwright';
  return {
    ...node,
    phase: 'Succeeded',
    message,
    finishedAt: toTime(nowMs),
    ...(node.outputs && toDefaults(node.outputs)),
  };
}

/** What somebody was to supply, where there is a default for it. */
function toDefaults(outputs: NonNullable<WorkflowNode['outputs']>): Pick<WorkflowNode, 'outputs'> {
  const parameters = outputs.parameters?.map((parameter) => {
    const { valueFrom, ...others } = parameter;
    return valueFrom?.supplied ? { ...others, value: valueFrom.default } : parameter;
  });
  return { outputs: { ...outputs, ...(parameters && { parameters }) } };
}

function outputsWithoutValue({ outputs }: WorkflowNode): readonly string[] {
  const lacking = outputs?.parameters?.filter(
    ({ valueFrom }) => valueFrom?.supplied && valueFrom.default === undefined,
  );
  return lacking?.map(({ name }) => `'${name}'`) ?? [];
}
