import type { NodeFilter } from './field-selector.ts';
import { hasFailed, type Nodes, type WorkflowNode } from './workflow.ts';

/** Which nodes a retry takes away, so that they run anew, and which it opens again, since they hold some of those. */
export interface RetryNodes {
  readonly removed: ReadonlySet<string>;
  readonly reopened: ReadonlySet<string>;
}

const groups: ReadonlySet<string> = new Set(['DAG', 'Steps', 'StepGroup', 'TaskGroup', 'Retry']);

/**
 * The nodes that failed, unless something after them succeeded all the same, and those that are selected; each with all
 * that comes after it.
 */
export function findRetryNodes(nodes: Nodes, root: string, isSelected: NodeFilter): RetryNodes {
  const parents = parentsOf(nodes);
  const removed = new Set<string>();
  const reopened = new Set<string>();
  for (const node of breadthFirst(nodes, root)) {
    if (removed.has(node.id) || !runsAgain(node)) continue;
    // containers share the fate of their pod
    const first = (node.type === 'Container' && boundaryOf(node, nodes)) || node;
    for (const { id } of breadthFirst(nodes, first.id)) removed.add(id);
    for (const { id } of holdersOf(first, nodes, parents)) reopened.add(id);
  }
  for (const id of removed) reopened.delete(id);
  return { removed, reopened };

  function runsAgain(node: WorkflowNode): boolean {
    if (isSelected(node)) return true;
    const isCause = hasFailed(node.phase) && (!groups.has(node.type) || !node.children?.length);
    const whole = node.nodeFlag?.retried ? (parents.get(node.id) ?? node) : node;
    return isCause && !hasSuccessAfter(whole);
  }

  function hasSuccessAfter(node: WorkflowNode): boolean {
    for (const after of breadthFirst(nodes, node.id))
      if (after !== node && after.phase === 'Succeeded' && !isSelected(after)) return true;
    return false;
  }
}

/** A node and all that comes after it, the nearest first, each once. */
function* breadthFirst(nodes: Nodes, from: string): Generator<WorkflowNode> {
  const seen = new Set([from]);
  for (const id of seen) {
    const node = nodes[id];
    if (!node) continue;
    yield node;
    for (const child of node.children ?? []) seen.add(child);
  }
}

/**
 * What holds a node, from within to without, each once: the attempts or the group that it is one of, then the template it
 * is in.
 */
function* holdersOf(
  node: WorkflowNode,
  nodes: Nodes,
  parents: ReadonlyMap<string, WorkflowNode>,
): Generator<WorkflowNode> {
  // a status that somebody else has written may lead in a circle
  const seen = new Set<WorkflowNode>();
  let inner: WorkflowNode | undefined = node;
  while (inner && !seen.has(inner)) {
    seen.add(inner);
    let parent = parents.get(inner.id);
    if (parent?.type === 'Retry') {
      yield parent;
      inner = parent;
      parent = parents.get(parent.id);
    }
    if (parent?.type === 'StepGroup' || parent?.type === 'TaskGroup') yield parent;
    inner = boundaryOf(inner, nodes);
    if (inner) yield inner;
  }
}

function boundaryOf({ boundaryID }: WorkflowNode, nodes: Nodes): WorkflowNode | undefined {
  return boundaryID ? nodes[boundaryID] : undefined;
}

function parentsOf(nodes: Nodes): ReadonlyMap<string, WorkflowNode> {
  const parents = new Map<string, WorkflowNode>();
  for (const node of Object.values(nodes)) for (const child of node.children ?? []) parents.set(child, node);
  return parents;
}
