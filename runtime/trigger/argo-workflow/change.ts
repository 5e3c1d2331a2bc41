import type { Outcome } from '../contract.ts';
import type { Workflow } from './workflow.ts';

/** What an operation makes of a workflow: another one to be stored in its place, or an outcome that needs none. */
export type Change = Outcome | Changed;

export interface Changed {
  readonly kind: 'change';
  readonly workflow: Workflow;
  /** Names of pods that must be gone before it is stored. */
  readonly obsoletePods?: readonly string[];
}

/** An outcome whose words begin with the workflow's name. */
export function about(name: string, outcome: Outcome): Outcome {
  const before = (text: string) => `Workflow '${name}': ${text}`;
  if (outcome.kind !== 'done') return { ...outcome, reason: before(outcome.reason) };
  return outcome.detail === undefined ? outcome : { ...outcome, detail: before(outcome.detail) };
}
