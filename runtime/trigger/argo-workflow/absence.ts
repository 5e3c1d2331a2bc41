import type { Outcome } from '../contract.ts';
import { isStatus, type Workflows } from './workflows.ts';

/** What was asked for; `undefined` where it is not there. */
export async function orAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** An absent workflow never comes back; one whose kind is unknown as a whole may, once that is installed. */
export function toAbsentWorkflow(workflows: Workflows, { namespace, name }: Place): Promise<Outcome> {
  const reason = `there is no Workflow '${name}' in namespace '${namespace}'`;
  return unlessNotInstalled(workflows, { kind: 'failed', reason });
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** The outcome, unless the API knows no workflows at all. */
export async function unlessNotInstalled(workflows: Workflows, outcome: Outcome): Promise<Outcome> {
  if (await workflows.areKnown()) return outcome;
  const reason = "Argo Workflows is not installed: the API server has no kind 'Workflow' in 'argoproj.io/v1alpha1'";
  return { kind: 'retry', reason };
}
