import { keyOf, type Metadata, type Workflow } from './workflow.ts';

/** Which execution of which trigger works on a workflow. */
export interface Identity {
  /** `ci/deploy/announce` */
  readonly at: string;
  readonly executionId: string;
}

const prefix = 'eventwright.dev/';
const createdBy = `${prefix}execution`;
/** The executions that changed a workflow: the last ones, so that the annotation stays short. */
const changedBy = `${prefix}changed-by-executions`;
const remembered = 16;

/** What says on a new workflow who made it, for people, for a repeated attempt, and for the user interface of Argo. */
export function withCreator(metadata: Metadata, { at, executionId }: Identity): Metadata {
  const [, sensor = '', trigger = ''] = at.split('/');
  const others = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith(prefix));
  return {
    ...metadata,
    labels: {
      ...metadata.labels,
      'app.kubernetes.io/managed-by': 'eventwright',
      [keyOf('creator')]: 'eventwright',
    },
    annotations: {
      ...Object.fromEntries(others),
      [`${prefix}sensor`]: sensor,
      [`${prefix}trigger`]: trigger,
      [createdBy]: executionId,
    },
  };
}

export function wasCreatedBy({ metadata }: Workflow, { executionId }: Identity): boolean {
  return metadata.annotations?.[createdBy] === executionId;
}

/** Whether the execution has changed the workflow before: nobody heard what came of that attempt. */
export function wasChangedBy(workflow: Workflow, { executionId }: Identity): boolean {
  return changesOf(workflow).includes(executionId);
}

/** Stored together with a change, so that a repeated attempt changes nothing. */
export function withChange(workflow: Workflow, { executionId }: Identity, action: string): Workflow {
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
  const id = annotations?.[createdBy];
  return id !== undefined && name.endsWith(`-${id}`) ? name.slice(0, -id.length - 1) : name;
}

function changesOf({ metadata }: Workflow): readonly string[] {
  return metadata.annotations?.[changedBy]?.split(' ') ?? [];
}
