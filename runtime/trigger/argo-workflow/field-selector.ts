import { TriggerError } from '../error.ts';
import type { WorkflowNode } from './workflow.ts';

/** Whether a node is one of those that a selector means. */
export type NodeFilter = (node: WorkflowNode) => boolean;

/**
 * Reads a field selector of Kubernetes over nodes: `displayName=approve,phase!=Failed`. Commas, equals signs and
 * backslashes in a value follow a backslash. Throws a `TriggerError` where it is none.
 */
export function parseNodeSelector(text: string): NodeFilter {
  const terms = split(text).map(parseTerm);
  return (node) => terms.every(({ field, value, equal }) => (fieldOf(node, field) === value) === equal);
}

interface Term {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

function split(text: string): readonly string[] {
  return text.match(/(?:\\.|[^,\\])+/gs) ?? [];
}

function parseTerm(term: string): Term {
  const [, field, operator, value] = /^([^=!]+)(!=|==|=)((?:\\[\\,=]|[^\\=])*)$/s.exec(term) ?? [];
  if (field === undefined || value === undefined || !isField(field))
    throw new TriggerError(
      'invalidTemplate',
      `template: nodeFieldSelector: '${term}' selects nothing; write <field>=<value>, where the field is ${fields}`,
    );
  return { field, value: value.replace(/\\(.)/gs, '$1'), equal: operator !== '!=' };
}

const own = ['displayName', 'templateName', 'phase', 'name', 'id', 'templateRef.name', 'templateRef.template'];
const inputParameter = /^inputs\.parameters\.(.+)\.value$/;
const fields = `${own.join(', ')} or inputs.parameters.<name>.value`;

function isField(field: string): boolean {
  return own.includes(field) || inputParameter.test(field);
}

function fieldOf(node: WorkflowNode, field: string): string {
  const parameter = inputParameter.exec(field)?.[1];
  if (parameter !== undefined)
    return String(node.inputs?.parameters?.find(({ name }) => name === parameter)?.value ?? '');
  if (field === 'templateName') return (node.templateRef ? node.templateRef.template : node.templateName) ?? '';
  if (field === 'templateRef.name') return node.templateRef?.name ?? '';
  if (field === 'templateRef.template') return node.templateRef?.template ?? '';
  return String(node[field] ?? '');
}
