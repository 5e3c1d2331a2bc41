import type { Node } from 'acorn';

/**
 * The tree without what tools add to a program while it runs: Istanbul's counters (`cov_1a2b().s[0]++`), so that
 * `jest --coverage` changes no configuration, and esbuild's `__name(fn, 'name')`.
 */
export function withoutInstrumentation<T extends Node>(tree: T, text: string): T {
  // most programs have none, and a copy takes as long as all other reading
  return marks.test(text) ? (strip(tree) as T) : tree;
}

const marks = /cov_|__name/;

interface Shape {
  readonly type?: string;
  readonly expression?: unknown;
  readonly expressions?: readonly unknown[];
  readonly argument?: unknown;
  readonly object?: unknown;
  readonly callee?: { readonly type?: string; readonly name?: string };
  readonly arguments?: readonly unknown[];
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isCounting(item)).map(strip);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  const node = value as Shape;
  const named = wrappedByName(node);
  if (named !== undefined) return strip(named);
  if (node.type === 'SequenceExpression') {
    const rest = node.expressions?.filter((item) => !isCounter(item)) ?? [];
    if (rest.length === 1) return strip(rest[0]);
  }
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, strip(child)]));
}

function isCounting(value: unknown): boolean {
  const node = value as Shape | null;
  return node?.type === 'ExpressionStatement' && isCounter(node.expression);
}

function isCounter(value: unknown): boolean {
  let node = value as Shape | undefined;
  if (node?.type !== 'UpdateExpression') return false;
  node = node.argument as Shape | undefined;
  while (node?.type === 'MemberExpression') node = node.object as Shape;
  return node?.type === 'CallExpression' && /^cov_/.test(node.callee?.name ?? '');
}

function wrappedByName(node: Shape): unknown {
  return node.type === 'CallExpression' && node.callee?.type === 'Identifier' && node.callee.name === '__name'
    ? node.arguments?.[0]
    : undefined;
}
