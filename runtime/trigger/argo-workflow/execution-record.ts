import {
  type ExecutionIdentity,
  executionAnnotation,
  toExecutionAnnotations,
} from '../../../model/trigger/execution-identity.ts';
import { keyOf, type Metadata, type Workflow } from './workflow.ts';

const prefix = 'eventwright.dev/';
/** The executions that changed a workflow: the last ones, so that the annotation stays short. */
const changedBy = `${prefix}changed-by-executions`;
const remembered = 16;

/** What says on a new workflow who made it, for people, for a repeated attempt, and for the user interface of Argo. */
export function withCreator(metadata: Metadata, identity: ExecutionIdentity): Metadata {
  const others = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith(prefix));
  return {
    ...metadata,
    labels: {
      ...metadata.labels,
      'app.kubernetes.io/managed-by': 'eventwright',
      [keyOf('creator')]: 'eventwright',
    },
    annotations: { ...Object.fromEntries(others), ...toExecutionAnnotations(identity) },
  };
}

export function wasCreatedBy({ metadata }: Workflow, { executionId }: ExecutionIdentity): boolean {
  return metadata.annotations?.[executionAnnotation] === executionId;
}

/** Whether the execution has changed the workflow before: nobody heard what came of that attempt. */
export function wasChangedBy(workflow: Workflow, { executionId }: ExecutionIdentity): boolean {
  return changesOf(workflow).includes(executionId);
}

/** Stored together with a change, so that a repeated attempt changes nothing. */
export function withChange(workflow: Workflow, { executionId }: ExecutionIdentity, action: string): Workflow {
  const { labels, annotations, ...metadata } = workflow.metadata;
  const ids = [...changesOf(workflow), executionId].slice(-remembered);
  return {
    ...workflow,
    metadata: {
      ...metadata,
      labels: { ...labels, [keyOf('actor')]: 'eventwright', [keyOf('action')]: action },
      annotations: { ...annotations, [changedBy]: ids.join(' ') },
    },
  };
}

/** The name of a workflow without the id of the execution that it was made for. */
export function toBaseName({ metadata: { name, annotations } }: Workflow): string {
  const id = annotations?.[executionAnnotation];
  return id !== undefined && name.endsWith(`-${id}`) ? name.slice(0, -id.length - 1) : name;
}

function changesOf({ metadata }: Workflow): readonly string[] {
  return metadata.annotations?.[changedBy]?.split(' ') ?? [];
}
