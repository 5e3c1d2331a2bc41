import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema } from '../to-schema.ts';
import { isBuiltIn, type ObjectKind } from './kubernetes/object-schema.ts';
import { resourceOf } from './kubernetes/resource-of.ts';

/** Which objects a Kubernetes trigger works on. All of it is fixed, so that the worker's rights follow from it. */
export interface KubernetesTargetOptions {
  /** The group and version: `v1`, `batch/v1`, `argoproj.io/v1alpha1`. */
  readonly apiVersion: string;
  /** The kind: `Job`. */
  readonly kind: string;
  /** Where the objects are; the worker's own namespace by default. */
  readonly namespace?: string;
  /** Further namespaces, which `template` may choose. */
  readonly namespaces?: readonly string[];
  /** The object's name, the same each time; without it `template` says the name. */
  readonly name?: string;
  /** The plural name of the kind's resource, in lower case; known of the kinds that Kubernetes itself defines. */
  readonly resource?: string;
  /** Whether the kind's objects have a namespace; known of the kinds that Kubernetes itself defines. */
  readonly scope?: 'Namespaced' | 'Cluster';
  /** Whether the API server checks everything and stores nothing. */
  readonly dryRun?: boolean;
}

export interface KubernetesCreateOptions extends KubernetesTargetOptions {}

export interface KubernetesApplyOptions extends KubernetesTargetOptions {
  /** Whether fields that another manager has set are taken over; else they are a conflict, which dead-letters the event. */
  readonly force?: boolean;
}

export interface KubernetesUpdateOptions extends KubernetesTargetOptions {
  /** What to do where the object is absent. */
  readonly ifAbsent?: 'fail' | 'create';
}

export interface KubernetesPatchOptions extends KubernetesTargetOptions {
  /** JSON merge patch (RFC 7386), strategic merge patch (built-in kinds alone), or JSON patch (RFC 6902). */
  readonly patchType?: 'merge' | 'strategic' | 'json';
  /** What to do where the object is absent. */
  readonly ifAbsent?: 'fail' | 'ignore';
}

export interface KubernetesDeleteOptions extends KubernetesTargetOptions {
  /** What becomes of the objects that it owns. */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

/** What a document holds in place of options: `kind` is the action's there. */
type Stored<Options, Operation extends string> = Omit<Options, 'apiVersion' | 'kind' | 'resource'> & {
  readonly kind: 'kubernetes';
  readonly operation: Operation;
  readonly object: ObjectKind;
  readonly resource: string;
};

type Spec<Options extends KubernetesTargetOptions, Operation extends string> = Stored<
  Required<Omit<Options, 'namespace' | 'name'>> & Pick<Options, 'namespace' | 'name'>,
  Operation
>;

type CreateSpec = Spec<KubernetesCreateOptions, 'create'>;
type ApplySpec = Spec<KubernetesApplyOptions, 'apply'>;
type UpdateSpec = Spec<KubernetesUpdateOptions, 'update'>;
type PatchSpec = Spec<KubernetesPatchOptions, 'patch'>;
type DeleteSpec = Spec<KubernetesDeleteOptions, 'delete'>;
export type KubernetesActionSpec = CreateSpec | ApplySpec | UpdateSpec | PatchSpec | DeleteSpec;

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const namespace = z
  .string()
  .max(63)
  .regex(label, { error: ({ input }) => `${show(input)} is no namespace` });

const target = {
  kind: z.literal('kubernetes'),
  object: z.strictObject({
    apiVersion: z.string().regex(/^([a-z0-9][-a-z0-9.]*\/)?v[0-9][a-z0-9]*$/, {
      error: ({ input }) => `${show(input)} is no group and version; write it like 'v1' or 'batch/v1'`,
    }),
    kind: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, {
      error: ({ input }) => `${show(input)} is no kind; write it like 'Job'`,
    }),
  }),
  namespace: namespace.optional(),
  namespaces: z.array(namespace).default([]),
  name: z
    .string()
    .max(253)
    .regex(/^[^/%]+$/, { error: ({ input }) => `${show(input)} cannot name an object` })
    .optional(),
  resource: z.string({ error: ({ input }) => (input === undefined ? unknownKind : undefined) }).regex(label, {
    error: ({ input }) => `${show(input)} is no resource; write it like 'jobs': plural, in lower case`,
  }),
  scope: z.enum(['Namespaced', 'Cluster']).default('Namespaced'),
  dryRun: z.boolean().default(false),
};

const unknownKind =
  "is missing, and the kind is none that Kubernetes itself defines; correct 'apiVersion' and 'kind', or name its resource like 'jobs'";

const create = z.strictObject({ operation: z.literal('create'), ...target }).check(checkTarget);
const apply = z
  .strictObject({ operation: z.literal('apply'), ...target, force: z.boolean().default(false) })
  .check(checkTarget);
const update = z
  .strictObject({ operation: z.literal('update'), ...target, ifAbsent: z.enum(['fail', 'create']).default('fail') })
  .check(checkTarget);
const patch = z
  .strictObject({
    operation: z.literal('patch'),
    ...target,
    patchType: z.enum(['merge', 'strategic', 'json']).default('merge'),
    ifAbsent: z.enum(['fail', 'ignore']).default('fail'),
  })
  .check(checkTarget)
  .check(({ value, issues }) => {
    if (value.patchType !== 'strategic' || isBuiltIn(value.object)) return;
    const message = `patchType: 'strategic' is for built-in kinds; use 'merge' for '${value.object.kind}'`;
    issues.push({ code: 'custom', input: undefined, message });
  });
const remove = z
  .strictObject({
    operation: z.literal('delete'),
    ...target,
    propagationPolicy: z.enum(['Background', 'Foreground', 'Orphan']).default('Background'),
  })
  .check(checkTarget);

type Written<Options extends KubernetesTargetOptions, Operation extends string> = Schema<
  Stored<Options, Operation>,
  Spec<Options, Operation>
>;

export const kubernetesCreateSchema: Written<KubernetesCreateOptions, 'create'> = toSchema(create);
export const kubernetesApplySchema: Written<KubernetesApplyOptions, 'apply'> = toSchema(apply);
export const kubernetesUpdateSchema: Written<KubernetesUpdateOptions, 'update'> = toSchema(update);
export const kubernetesPatchSchema: Written<KubernetesPatchOptions, 'patch'> = toSchema(patch);
export const kubernetesDeleteSchema: Written<KubernetesDeleteOptions, 'delete'> = toSchema(remove);

export const kubernetesActionSchema: Schema<
  | Stored<KubernetesCreateOptions, 'create'>
  | Stored<KubernetesApplyOptions, 'apply'>
  | Stored<KubernetesUpdateOptions, 'update'>
  | Stored<KubernetesPatchOptions, 'patch'>
  | Stored<KubernetesDeleteOptions, 'delete'>,
  KubernetesActionSpec
> = toSchema(z.discriminatedUnion('operation', [create, apply, update, patch, remove]));

function checkTarget(payload: { readonly value: Target; readonly issues: z.core.$ZodRawIssue[] }): void {
  for (const message of whatIsWrong(payload.value)) payload.issues.push({ code: 'custom', input: undefined, message });
}

interface Target {
  readonly object: ObjectKind;
  readonly resource: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly namespace?: string | undefined;
  readonly namespaces: readonly string[];
}

function whatIsWrong({ object, resource, scope, namespace, namespaces }: Target): readonly string[] {
  const known = resourceOf(object);
  const { kind } = object;
  return [
    ...(known && known.resource !== resource
      ? [`resource '${resource}' is not that of a ${kind}, '${known.resource}'; take it out`]
      : []),
    ...(known && known.scope !== scope ? [`scope '${scope}' is not that of a ${kind}; take it out`] : []),
    ...(scope === 'Cluster' && (namespace ?? namespaces[0]) !== undefined
      ? ["namespace: objects of scope 'Cluster' have none; take it out"]
      : []),
  ];
}
