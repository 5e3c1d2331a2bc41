/** A Workflow as the API has it: the fields that are read here, and all others untouched. */
export interface Workflow {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: WorkflowSpec;
  readonly status?: WorkflowStatus;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly object[];
  readonly finalizers?: readonly string[];
  readonly [field: string]: unknown;
}

export interface WorkflowSpec {
  readonly suspend?: boolean;
  readonly shutdown?: string;
  readonly activeDeadlineSeconds?: number;
  readonly arguments?: Arguments;
  readonly [field: string]: unknown;
}

export interface Arguments {
  readonly parameters?: readonly Parameter[];
  readonly [field: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly value?: unknown;
  readonly valueFrom?: { readonly supplied?: object; readonly default?: unknown };
  readonly [field: string]: unknown;
}

export interface WorkflowStatus {
  /** Absent or empty until the controller has seen it. */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error' | '';
  readonly nodes?: Nodes;
  /** Instead of `nodes`, of a large workflow. */
  readonly compressedNodes?: string;
  /** Instead of `nodes`: they are in the controller's database. */
  readonly offloadNodeStatusVersion?: string;
  /** What the workflow runs, where it comes from a template. */
  readonly storedWorkflowTemplateSpec?: WorkflowSpec;
  readonly storedTemplates?: object;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly [field: string]: unknown;
}

/** By id. */
export type Nodes = Readonly<Record<string, WorkflowNode>>;

/** A step of a workflow, or what holds steps together. */
export interface WorkflowNode {
  readonly id: string;
  readonly name: string;
  readonly displayName?: string;
  readonly type: string;
  readonly phase?: string;
  readonly message?: string;
  /** The node whose template this one belongs to. */
  readonly boundaryID?: string;
  /** Those that come after it, or that it holds. */
  readonly children?: readonly string[];
  readonly outboundNodes?: readonly string[];
  readonly templateName?: string;
  readonly templateRef?: { readonly name?: string; readonly template?: string };
  readonly nodeFlag?: { readonly retried?: boolean };
  readonly inputs?: Arguments;
  readonly outputs?: Arguments;
  readonly [field: string]: unknown;
}

export const apiVersion = 'argoproj.io/v1alpha1';

/** The labels and annotations of Argo Workflows. */
export function keyOf(name: string): string {
  return `workflows.argoproj.io/${name}`;
}

export function isFinished({ status }: Workflow): boolean {
  return status?.phase === 'Succeeded' || hasFailed(status?.phase);
}

export function hasFailed(phase: string | undefined): boolean {
  return phase === 'Failed' || phase === 'Error';
}

/** As the API writes times: without fractions of a second. */
export function toTime(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
}
