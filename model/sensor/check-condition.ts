import { InvalidSpecError } from '../invalid-spec-error.ts';
import { type ConditionTree, decide, namesIn } from './condition.ts';

/** Whether a condition needs more than one event to be decided: it holds an `&&` or a `!`. */
export function isJoined(tree: ConditionTree): boolean {
  return has('and', tree) || has('not', tree);
}

/**
 * Throws an `InvalidSpecError` where nothing could decide a condition, where nothing that arrives is why it holds, or where
 * it never does.
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
  if (!canHold(tree))
    throw new InvalidSpecError(
      `${at}: it never holds, because an event would have to arrive and to be absent at once; take one of the two out`,
    );
  if (!correlated && has('not', tree))
    throw new InvalidSpecError(
      `${at}: '!' is not known before a window ends, and without 'correlate' none does; ` +
        "add correlate: { by, within: '30m' }",
    );
}

/** Of more names, each takes twice as long to try. */
const mostTried = 12;

/** Whether some events together make it true; taken for granted where it names too many to try. */
function canHold(tree: ConditionTree): boolean {
  const names = namesIn(tree);
  if (names.length > mostTried) return true;
  // what has no '!' holds when all have arrived
  for (let bits = 2 ** names.length - 1; bits >= 0; bits--)
    if (decide(tree, new Set(names.filter((_, i) => bits & (1 << i))), true)) return true;
  return false;
}

function has(kind: 'and' | 'not', tree: ConditionTree): boolean {
  if (tree.kind === kind) return true;
  if (tree.kind === 'name') return false;
  return tree.kind === 'not' ? has(kind, tree.of) : tree.of.some((part) => has(kind, part));
}
