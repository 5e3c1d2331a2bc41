import { InvalidSpecError } from '../invalid-spec-error.ts';
import { type ConditionTree, decide } from './condition.ts';

/** Whether a condition needs more than one event to be decided: it holds an `&&` or a `!`. */
export function isJoined(tree: ConditionTree): boolean {
  return has('and', tree) || has('not', tree);
}

/**
 * Throws an `InvalidSpecError` where nothing could decide a condition, or where nothing that arrives is why it holds.
 * `correlated` is whether its events wait within a window.
 */
export function checkCondition(
  tree: ConditionTree,
  { correlated, at }: { readonly correlated: boolean; readonly at: string },
): void {
  if (decide(tree, new Set(), true))
    throw new InvalidSpecError(
      `${at}: it holds when nothing has arrived, so no event would open its window; ` +
        "name with '&&' an event that must arrive, for example 'push && !image'",
    );
  if (!correlated && has('not', tree))
    throw new InvalidSpecError(
      `${at}: '!' is not known before a window ends, and without 'correlate' none does; ` +
        "add correlate: { by, within: '30m' }",
    );
}

function has(kind: 'and' | 'not', tree: ConditionTree): boolean {
  if (tree.kind === kind) return true;
  if (tree.kind === 'name') return false;
  return tree.kind === 'not' ? has(kind, tree.of) : tree.of.some((part) => has(kind, part));
}
