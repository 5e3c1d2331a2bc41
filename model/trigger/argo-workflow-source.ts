import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';

/** What a new workflow is made of. */
export type ArgoWorkflowSource = ArgoWorkflowManifest | ArgoWorkflowTemplateRef;

/** A workflow written out, without a name: that comes from the execution. */
export interface ArgoWorkflowManifest {
  readonly apiVersion?: 'argoproj.io/v1alpha1';
  readonly kind: 'Workflow';
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: ArgoWorkflowManifestSpec;
}

/** A `WorkflowSpec`: the fields that are checked at synthesis, and any other. */
export interface ArgoWorkflowManifestSpec {
  /** Which of `templates` is run. */
  readonly entrypoint?: string;
  readonly arguments?: { readonly parameters?: readonly ArgoWorkflowParameter[]; readonly [field: string]: unknown };
  readonly templates?: readonly { readonly name: string; readonly [field: string]: unknown }[];
  readonly workflowTemplateRef?: { readonly name: string; readonly clusterScope?: boolean };
  readonly [field: string]: unknown;
}

/** A parameter of a whole workflow. One with neither `value` nor `valueFrom` must come from the trigger's template. */
export interface ArgoWorkflowParameter {
  readonly name: string;
  readonly value?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly [field: string]: unknown;
}

/** What is in the cluster: a template or a cron workflow in the workflow's namespace, or a template for all of them. */
export interface ArgoWorkflowTemplateRef {
  readonly kind: 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow';
  readonly name: string;
}

/** The name of an object: a DNS subdomain. */
export const argoWorkflowObjectName: Schema<string> = toSchema(
  z.string().regex(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
    error: ({ input }) => `${show(input)} is no name; use lower-case letters, digits, '-' and '.'`,
  }),
);

const objectName = toZod(argoWorkflowObjectName);

const notHere = z.never({
  error: "is made of the execution's id; take it out, and say in 'namePrefix' what it begins with",
});
const texts = z.record(z.string(), z.string());

const parameter = z.looseObject({
  name: z.string().regex(/^[-\w]+$/, {
    error: ({ input }) => `${show(input)} names no parameter; use letters, digits, '-' and '_'`,
  }),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).optional(),
});

const manifestSpec = z
  .looseObject({
    entrypoint: z.string().optional(),
    arguments: z.looseObject({ parameters: z.array(parameter).optional() }).optional(),
    templates: z.array(z.looseObject({ name: z.string() })).optional(),
    workflowTemplateRef: z.strictObject({ name: objectName, clusterScope: z.boolean().optional() }).optional(),
  })
  .check(({ value, issues }) => {
    const problem = whatIsWrong(value as ArgoWorkflowManifestSpec);
    if (problem) issues.push({ code: 'custom', input: undefined, message: problem });
  });

export const argoWorkflowSourceSchema: Schema<ArgoWorkflowSource> = toSchema(
  z.discriminatedUnion('kind', [
    z.strictObject({
      apiVersion: z.literal('argoproj.io/v1alpha1').optional(),
      kind: z.literal('Workflow'),
      metadata: z
        .strictObject({
          labels: texts.optional(),
          annotations: texts.optional(),
          name: notHere.optional(),
          generateName: notHere.optional(),
        })
        .optional(),
      spec: manifestSpec,
    }),
    z.strictObject({
      kind: z.enum(['WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow']),
      name: objectName,
    }),
  ]),
);

function whatIsWrong(spec: ArgoWorkflowManifestSpec): string | undefined {
  if (!z.json().safeParse(spec).success) return 'holds something that JSON cannot say; write it as JSON would';
  const names = spec.templates?.map(({ name }) => name) ?? [];
  if (spec.workflowTemplateRef) return undefined;
  if (names.length === 0) return "has neither 'templates' nor 'workflowTemplateRef'; say what it runs";
  if (spec.entrypoint === undefined) return `has no entrypoint; name one of its templates, ${quote(names)}`;
  if (names.includes(spec.entrypoint)) return undefined;
  return `has no template '${spec.entrypoint}', which is its entrypoint; there is ${quote(names)}`;
}

function quote(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
