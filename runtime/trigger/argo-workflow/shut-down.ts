import type { Change } from './change.ts';
import { isFinished, type Workflow } from './workflow.ts';

/** Ends a workflow, with its exit handlers. */
export function stop(workflow: Workflow): Change {
  return shutDown(workflow, 'Stop');
}

/** Ends a workflow at once, without its exit handlers, also one that is being stopped. */
export function terminate(workflow: Workflow): Change {
  return shutDown(workflow, 'Terminate');
}

function shutDown(workflow: Workflow, shutdown: 'Stop' | 'Terminate'): Change {
  const { spec, status } = workflow;
  if (isFinished(workflow)) return { kind: 'done', detail: `it had finished already (${status?.phase})` };
  if (spec.shutdown === shutdown || spec.shutdown === 'Terminate')
    return { kind: 'done', detail: `it was shut down already (${spec.shutdown})` };
  return { kind: 'change', workflow: { ...workflow, spec: { ...spec, shutdown } } };
}
