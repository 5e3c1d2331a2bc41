import { toNodeId } from './node-name.ts';
import { hasFailed, type Nodes, toTime, type Workflow, type WorkflowNode, type WorkflowStatus } from './workflow.ts';

interface Memory {
  readonly nodes: Nodes;
  /** Of the new workflow. */
  readonly name: string;
  readonly nowMs: number;
}

/** The status with which a new workflow begins, so that it skips what had succeeded in another one. */
export function toMemoizedStatus({ metadata, status }: Workflow, { nodes, name, nowMs }: Memory): WorkflowStatus {
  const kept = Object.values(nodes).filter(
    (node) => !node.name.startsWith(`${metadata.name}.onExit`) && !(isSkipped(node) && !hasSuccessAfter(node, nodes)),
  );
  const renamed = (node: WorkflowNode) => node.name.replace(metadata.name, () => name);
  const ids = new Map(kept.map((node) => [node.id, toNodeId(name, renamed(node))]));
  const known = (list: readonly string[]) => list.flatMap((id) => ids.get(id) ?? []);
  const again = kept.map((node): WorkflowNode => {
    const { id, boundaryID, children, outboundNodes } = node;
    const boundary = ids.get(boundaryID ?? '');
    return {
      ...toBeginning(node, nowMs),
      id: ids.get(id) ?? id,
      name: renamed(node),
      ...(boundary && { boundaryID: boundary }),
      ...(children && { children: known(children) }),
      ...(outboundNodes && { outboundNodes: known(outboundNodes) }),
    };
  });
  return {
    nodes: Object.fromEntries(again.map((node) => [node.id, node])),
    ...(status?.storedTemplates && { storedTemplates: status.storedTemplates }),
    conditions: [{ type: 'Completed', status: 'False' }],
  };
}

function isSkipped({ type, phase }: WorkflowNode): boolean {
  return type === 'Skipped' && !hasFailed(phase);
}

function toBeginning({ message: _, ...node }: WorkflowNode, nowMs: number): WorkflowNode {
  const now = toTime(nowMs);
  if (node.type !== 'Pod') return { ...node, phase: 'Pending', startedAt: now, finishedAt: now };
  if (hasFailed(node.phase)) return { ...node, phase: 'Pending', startedAt: null, finishedAt: null };
  return {
    ...node,
    type: 'Skipped',
    phase: 'Skipped',
    message: `original pod: ${node.id}`,
    startedAt: now,
    finishedAt: now,
  };
}

function hasSuccessAfter(node: WorkflowNode, nodes: Nodes): boolean {
  const seen = new Set(node.children);
  for (const id of seen) {
    if (nodes[id]?.phase === 'Succeeded') return true;
    for (const child of nodes[id]?.children ?? []) seen.add(child);
  }
  return false;
}
