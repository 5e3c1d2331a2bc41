import type { ArgoWorkflowRetryRequest } from '../../../model/trigger/argo-workflow-request.ts';
import type { Change } from './change.ts';
import { parseNodeSelector } from './field-selector.ts';
import { toPodName } from './node-name.ts';
import { offloaded, readNodes, withNodes } from './nodes.ts';
import { withParameters } from './parameters.ts';
import { findRetryNodes } from './retry-nodes.ts';
import {
  hasFailed,
  isFinished,
  keyOf,
  type Metadata,
  type Nodes,
  toTime,
  type Workflow,
  type WorkflowNode,
  type WorkflowSpec,
  type WorkflowStatus,
} from './workflow.ts';

/** Runs the failed steps of a workflow again, and those that are selected. The pods of their former runs are obsolete. */
export function retry(workflow: Workflow, request: ArgoWorkflowRetryRequest, nowMs: number): Change {
  const { metadata, status } = workflow;
  const { nodeFieldSelector } = request;
  if (!isFinished(workflow))
    return { kind: 'retry', reason: 'it has not finished; it can be retried once it has failed' };
  if (!hasFailed(status?.phase) && !nodeFieldSelector)
    return { kind: 'failed', reason: "it has succeeded; select the steps to be run again with 'nodeFieldSelector'" };
  const nodes = readNodes(workflow);
  if (!nodes) return { kind: 'failed', reason: offloaded };
  const isSelected = nodeFieldSelector ? parseNodeSelector(nodeFieldSelector) : () => false;
  const { removed, reopened } = findRetryNodes(nodes, metadata.name, isSelected);
  const isRemoved = ({ id, name }: WorkflowNode) => removed.has(id) || name.startsWith(`${metadata.name}.onExit`);
  const kept = Object.values(nodes)
    .filter((node) => !isRemoved(node))
    .map((node) => withoutRemoved(reopened.has(node.id) ? toReopened(node, nowMs) : node, removed));
  const format = metadata.annotations?.[keyOf('pod-name-format')];
  return {
    kind: 'change',
    workflow: toRunning(workflow, Object.fromEntries(kept.map((node) => [node.id, node])), { request, nowMs }),
    obsoletePods: Object.values(nodes)
      .filter((node) => node.type === 'Pod' && isRemoved(node))
      .map((node) => toPodName(metadata.name, node, format)),
  };
}

function withoutRemoved(node: WorkflowNode, removed: ReadonlySet<string>): WorkflowNode {
  const { children, outboundNodes } = node;
  const isKept = (id: string) => !removed.has(id);
  return {
    ...node,
    ...(children && { children: children.filter(isKept) }),
    ...(outboundNodes && { outboundNodes: outboundNodes.filter(isKept) }),
  };
}

function toReopened(node: WorkflowNode, nowMs: number): WorkflowNode {
  if (node.phase === 'Skipped') return node;
  const { message: _, finishedAt: __, ...open } = node;
  return { ...open, phase: 'Running', startedAt: toTime(nowMs) };
}

interface Retry {
  readonly request: ArgoWorkflowRetryRequest;
  readonly nowMs: number;
}

function toRunning(workflow: Workflow, nodes: Nodes, { request, nowMs }: Retry): Workflow {
  const { message: _, finishedAt: __, storedWorkflowTemplateSpec: stored, ...status } = withNodes(workflow, nodes);
  return {
    ...workflow,
    metadata: toUncompleted(workflow.metadata),
    spec: toOpen(withParameters(workflow.spec, request.parameters)),
    status: {
      ...status,
      phase: 'Running',
      startedAt: toTime(nowMs),
      conditions: toUncompletedConditions(status),
      persistentVolumeClaims: [],
      ...(stored && { storedWorkflowTemplateSpec: toOpen(withParameters(stored, request.parameters)) }),
    },
  };
}

function toUncompleted(metadata: Metadata): Metadata {
  const { [keyOf('completed')]: _, [keyOf('workflow-archiving-status')]: __, ...labels } = metadata.labels ?? {};
  return { ...metadata, labels: { ...labels, [keyOf('phase')]: 'Running' } };
}

function toUncompletedConditions({ conditions = [] }: WorkflowStatus): NonNullable<WorkflowStatus['conditions']> {
  return [...conditions.filter(({ type }) => type !== 'Completed'), { type: 'Completed', status: 'False' }];
}

/** As it was before somebody ended it; a deadline of 0 is how workflows were once terminated. */
export function toOpen(spec: WorkflowSpec): WorkflowSpec {
  const { shutdown: _, activeDeadlineSeconds, ...open } = spec;
  return { ...open, ...(activeDeadlineSeconds && { activeDeadlineSeconds }) };
}
