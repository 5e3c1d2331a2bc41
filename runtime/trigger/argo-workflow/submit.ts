import type { ArgoWorkflowSubmitRequest } from '../../../model/trigger/argo-workflow-request.ts';
import type { ArgoWorkflowSource } from '../../../model/trigger/argo-workflow-source.ts';
import type { ExecutionIdentity } from '../../../model/trigger/execution-identity.ts';
import { withCreator } from './execution-record.ts';
import { withParameters } from './parameters.ts';
import {
  type Arguments,
  apiVersion,
  keyOf,
  type Metadata,
  toTime,
  type Workflow,
  type WorkflowSpec,
} from './workflow.ts';
import { toWorkflowName } from './workflow-name.ts';

/** What is read of a template, a cluster's template or a cron workflow. */
export interface StoredSource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: {
    readonly arguments?: Arguments;
    /** Of a cron workflow. */
    readonly workflowSpec?: WorkflowSpec;
    readonly workflowMetadata?: Pick<Metadata, 'labels' | 'annotations' | 'finalizers'>;
  };
}

export interface Submission {
  readonly identity: ExecutionIdentity;
  readonly namespace: string;
  readonly namePrefix?: string | undefined;
  readonly request: ArgoWorkflowSubmitRequest;
  readonly nowMs: number;
}

/** A workflow as it is before what events say of it. */
interface Draft {
  /** The trigger's name by default. */
  readonly prefix?: string;
  readonly metadata: Partial<Metadata>;
  readonly spec: WorkflowSpec;
}

/** A new workflow of what the action says, and of what is in the cluster under that name. */
export function submit(from: ArgoWorkflowSource, stored: StoredSource | undefined, submission: Submission): Workflow {
  const { identity, namespace, namePrefix, request, nowMs } = submission;
  const { prefix = triggerOf(identity), metadata, spec } = toDraft(from, stored, nowMs);
  const { entrypoint, priority, serviceAccountName } = request;
  return {
    apiVersion,
    kind: 'Workflow',
    metadata: withCreator(
      {
        ...metadata,
        name: toWorkflowName(namePrefix ?? prefix, identity.executionId),
        namespace,
        labels: { ...metadata.labels, ...request.labels },
        annotations: { ...metadata.annotations, ...request.annotations },
      },
      identity,
    ),
    spec: {
      ...withParameters(spec, request.parameters),
      ...(entrypoint !== undefined && { entrypoint }),
      ...(priority !== undefined && { priority }),
      ...(serviceAccountName !== undefined && { serviceAccountName }),
    },
  };
}

/** The spec whose parameters a submission gives values to. */
export function argumentsOf(from: ArgoWorkflowSource, stored: StoredSource | undefined): WorkflowSpec {
  if (from.kind === 'Workflow') return from.spec as WorkflowSpec;
  return (from.kind === 'CronWorkflow' ? stored?.spec.workflowSpec : stored?.spec) ?? {};
}

function toDraft(from: ArgoWorkflowSource, stored: StoredSource | undefined, nowMs: number): Draft {
  switch (from.kind) {
    case 'Workflow':
      return { metadata: from.metadata ?? {}, spec: from.spec as WorkflowSpec };
    case 'WorkflowTemplate':
      return {
        prefix: from.name,
        metadata: { labels: { [keyOf('workflow-template')]: from.name } },
        spec: { workflowTemplateRef: { name: from.name } },
      };
    case 'ClusterWorkflowTemplate':
      return {
        prefix: from.name,
        metadata: { labels: { [keyOf('cluster-workflow-template')]: from.name } },
        spec: { workflowTemplateRef: { name: from.name, clusterScope: true } },
      };
    case 'CronWorkflow':
      return toScheduled(stored as StoredSource, nowMs);
  }
}

/** As the controller starts a cron workflow at its time. */
function toScheduled(cron: StoredSource, nowMs: number): Draft {
  const { name, uid, labels } = cron.metadata;
  const { workflowSpec = {}, workflowMetadata = {} } = cron.spec;
  const instance = labels?.[keyOf('controller-instanceid')];
  return {
    prefix: name,
    metadata: {
      labels: {
        ...(instance !== undefined && { [keyOf('controller-instanceid')]: instance }),
        [keyOf('cron-workflow')]: name,
        ...workflowMetadata.labels,
      },
      annotations: { [keyOf('scheduled-time')]: toTime(nowMs), ...workflowMetadata.annotations },
      ...(workflowMetadata.finalizers && { finalizers: workflowMetadata.finalizers }),
      // not blocking its deletion, for which some clusters want a right on finalizers
      ownerReferences: [{ apiVersion, kind: 'CronWorkflow', name, uid, controller: true }],
    },
    spec: workflowSpec,
  };
}

function triggerOf({ at }: ExecutionIdentity): string {
  return at.split('/').at(-1) ?? '';
}
