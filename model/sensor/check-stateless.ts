import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { ConditionTree } from './condition.ts';

/** Throws an `InvalidSpecError` where a condition needs more than one event, which this release cannot wait for. */
export function checkStateless(tree: ConditionTree, at: string): void {
  if (tree.kind === 'name') return;
  if (tree.kind === 'or') {
    for (const part of tree.of) checkStateless(part, at);
    return;
  }
  const operator = tree.kind === 'and' ? "'&&' waits for several events" : "'!' waits for an event that may not come";
  throw new InvalidSpecError(
    `${at}: ${operator}, and sensors of this release act on one event at a time; ` +
      "write one trigger for each dependency (when: 'push'), or join them with '||' (when: 'push || release')",
  );
}
