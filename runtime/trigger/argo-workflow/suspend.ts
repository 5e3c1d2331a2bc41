import type { Change } from './change.ts';
import { isFinished, type Workflow } from './workflow.ts';

/** Lets no further step begin. */
export function suspend(workflow: Workflow): Change {
  if (isFinished(workflow))
    return { kind: 'failed', reason: `it has finished (${workflow.status?.phase}); nothing is left to be suspended` };
  if (workflow.spec.suspend) return { kind: 'done', detail: 'it was suspended already' };
  return { kind: 'change', workflow: { ...workflow, spec: { ...workflow.spec, suspend: true } } };
}
