import type { WorkflowNode } from './workflow.ts';

const longestPodPrefix = 242;

/** The id of a node; the same that the controller gives it. */
export function toNodeId(workflow: string, node: string): string {
  return node === workflow ? workflow : `${workflow}-${fnv1a(node)}`;
}

/** The name that the controller gives the pod of a node, in its current format or in the first. */
export function toPodName(workflow: string, node: WorkflowNode, format: string | undefined): string {
  if (format === 'v1') return node.id;
  if (node.name === workflow) return workflow;
  const template = node.templateRef ? node.templateRef.template : node.templateName;
  const prefix = template ? `${workflow}-${template}` : workflow;
  return `${prefix.slice(0, longestPodPrefix)}-${fnv1a(node.name)}`;
}

/** FNV-1a in 32 bits, of the text as UTF-8. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
