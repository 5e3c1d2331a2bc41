import type { ConditionTree } from '../../model/sensor/condition.ts';

/** What is left of a condition once some names have arrived: `b || c` of `a && (b || c)` after `a`; or its answer. */
export function toRemaining(tree: ConditionTree, arrived: ReadonlySet<string>): ConditionTree | boolean {
  if (tree.kind === 'name') return arrived.has(tree.name) || tree;
  if (tree.kind === 'not') {
    const of = toRemaining(tree.of, arrived);
    return typeof of === 'boolean' ? !of : { kind: 'not', of };
  }
  const decisive = tree.kind === 'or';
  const parts = tree.of.map((part) => toRemaining(part, arrived));
  if (parts.includes(decisive)) return decisive;
  const open = parts.filter((part) => typeof part !== 'boolean');
  const [only, ...others] = open;
  if (!only) return !decisive;
  return others.length === 0 ? only : { kind: tree.kind, of: open };
}

/** The names whose arrival could still make a condition true, each once. */
export function toMissing(tree: ConditionTree, wanted = true): readonly string[] {
  if (tree.kind === 'name') return wanted ? [tree.name] : [];
  if (tree.kind === 'not') return toMissing(tree.of, !wanted);
  return [...new Set(tree.of.flatMap((part) => toMissing(part, wanted)))];
}

/** A condition as people write it. */
export function toText(tree: ConditionTree, within?: 'and' | 'not'): string {
  if (tree.kind === 'name') return tree.name;
  if (tree.kind === 'not') return `!${toText(tree.of, 'not')}`;
  const inner = tree.of.map((part) => toText(part, tree.kind === 'and' ? 'and' : undefined));
  const text = inner.join(tree.kind === 'and' ? ' && ' : ' || ');
  return within === 'not' || (within === 'and' && tree.kind === 'or') ? `(${text})` : text;
}
