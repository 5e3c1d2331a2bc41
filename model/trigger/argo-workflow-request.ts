import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { toSchema, toZod } from '../to-schema.ts';
import type { ArgoWorkflowActionSpec } from './argo-workflow.ts';
import { type ArgoWorkflowParameter, argoWorkflowObjectName } from './argo-workflow-source.ts';

/** What events say of a new workflow. */
export interface ArgoWorkflowSubmitRequest<Parameter extends string = string> {
  /** The action's `namespace`, its default, or one of its `namespaces`. */
  readonly namespace?: string;
  /** Arguments of the workflow. Of a manifest, only those that it declares. */
  readonly parameters?: { readonly [P in Parameter]?: string | number | boolean };
  /** Added to those of the manifest or of the cron workflow. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Added likewise. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Another template of the workflow to begin with. */
  readonly entrypoint?: string;
  /** Of the workflow, among those that wait for the controller. */
  readonly priority?: number;
  /** Of the pods. */
  readonly serviceAccountName?: string;
}

/** Which workflow events are about. */
export interface ArgoWorkflowRequest {
  /** The workflow's. */
  readonly name: string;
  /** The action's `namespace`, its default, or one of its `namespaces`. */
  readonly namespace?: string;
}

export interface ArgoWorkflowResumeRequest extends ArgoWorkflowRequest {
  /** Which suspended steps go on, for example `displayName=approve`; all by default. */
  readonly nodeFieldSelector?: string;
}

export interface ArgoWorkflowRetryRequest extends ArgoWorkflowRequest {
  /** Which steps are run again though they succeeded, for example `templateName=build`; none by default. */
  readonly nodeFieldSelector?: string;
  /** Arguments of the workflow that are different this time. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

export interface ArgoWorkflowResubmitRequest extends ArgoWorkflowRequest {
  /** Arguments of the workflow that are different this time. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

/** What a template returns, by operation. */
export interface ArgoWorkflowRequests {
  readonly submit: ArgoWorkflowSubmitRequest;
  readonly resubmit: ArgoWorkflowResubmitRequest;
  readonly suspend: ArgoWorkflowRequest;
  readonly resume: ArgoWorkflowResumeRequest;
  readonly retry: ArgoWorkflowRetryRequest;
  readonly stop: ArgoWorkflowRequest;
  readonly terminate: ArgoWorkflowRequest;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const texts = z.record(z.string(), z.string());
const parameters = z.record(z.string(), scalar).optional();
const namespace = z.string().optional();
const name = toZod(argoWorkflowObjectName);
const nodeFieldSelector = z.string().optional();

export const argoWorkflowSubmitRequestSchema: Schema<ArgoWorkflowSubmitRequest> = toSchema(
  z.strictObject({
    namespace,
    parameters,
    labels: texts.optional(),
    annotations: texts.optional(),
    entrypoint: z.string().optional(),
    priority: z.int().optional(),
    serviceAccountName: z.string().optional(),
  }),
);
export const argoWorkflowRequestSchema: Schema<ArgoWorkflowRequest> = toSchema(z.strictObject({ name, namespace }));
export const argoWorkflowResumeRequestSchema: Schema<ArgoWorkflowResumeRequest> = toSchema(
  z.strictObject({ name, namespace, nodeFieldSelector }),
);
export const argoWorkflowRetryRequestSchema: Schema<ArgoWorkflowRetryRequest> = toSchema(
  z.strictObject({ name, namespace, nodeFieldSelector, parameters }),
);
export const argoWorkflowResubmitRequestSchema: Schema<ArgoWorkflowResubmitRequest> = toSchema(
  z.strictObject({ name, namespace, parameters }),
);

const schemas: { readonly [K in keyof ArgoWorkflowRequests]: Schema<ArgoWorkflowRequests[K]> } = {
  submit: argoWorkflowSubmitRequestSchema,
  resubmit: argoWorkflowResubmitRequestSchema,
  suspend: argoWorkflowRequestSchema,
  resume: argoWorkflowResumeRequestSchema,
  retry: argoWorkflowRetryRequestSchema,
  stop: argoWorkflowRequestSchema,
  terminate: argoWorkflowRequestSchema,
};

/** What a template may return for an action: the namespaces are the action's, the parameters those of its manifest. */
export function toArgoWorkflowRequestSchema(
  spec: ArgoWorkflowActionSpec,
): Schema<unknown, ArgoWorkflowRequests[keyof ArgoWorkflowRequests]> {
  const schema = toZod<unknown, unknown>(schemas[spec.operation] as Schema<unknown>) as z.ZodObject;
  const namespaces = namespacesOf(spec);
  const declared = declaredBy(spec);
  const narrower = schema.omit({ namespace: true }).extend({
    ...(namespaces.length > 0 && { namespace: z.enum(namespaces).optional() }),
    ...(declared && { parameters: toParameters(declared) }),
  });
  // narrower than its type says
  return toSchema(narrower as never);
}

function namespacesOf({ namespace: first, namespaces = [] }: ArgoWorkflowActionSpec): readonly string[] {
  return first === undefined ? namespaces : [first, ...namespaces];
}

function declaredBy(spec: ArgoWorkflowActionSpec): readonly ArgoWorkflowParameter[] | undefined {
  if (spec.operation !== 'submit' || spec.from.kind !== 'Workflow') return undefined;
  const { workflowTemplateRef, arguments: declared } = spec.from.spec;
  // the template may declare others
  return workflowTemplateRef ? undefined : (declared?.parameters ?? []);
}

function toParameters(declared: readonly ArgoWorkflowParameter[]): z.ZodType {
  const isRequired = ({ value, valueFrom }: ArgoWorkflowParameter) => value === undefined && valueFrom === undefined;
  const shape = declared.map((parameter) => {
    const type = parameter.enum ? z.enum(parameter.enum) : scalar;
    return [parameter.name, isRequired(parameter) ? type : type.optional()] as const;
  });
  const object = z.strictObject(Object.fromEntries(shape));
  return declared.some(isRequired) ? object : object.optional();
}
