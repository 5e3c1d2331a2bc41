import type { PayloadSchema } from '../../model/payload.ts';
import { type JsonSchema, toJsonSchema } from '../../model/schema.ts';
import { isBuiltIn, objectSchema, patchSchema } from '../../model/trigger/kubernetes/object-schema.ts';
import type { KubernetesPatchOptions, KubernetesTargetOptions } from '../../model/trigger/kubernetes.ts';
import type { KubernetesObjects } from './kubernetes-objects.ts';

/** An object of a kind: typed where Kubernetes itself defines it, any fields otherwise. */
export type KubernetesManifest<
  ApiVersion extends string,
  Kind extends string,
> = `${ApiVersion}/${Kind}` extends keyof KubernetesObjects
  ? KubernetesObjects[`${ApiVersion}/${Kind}`]
  : KubernetesObject;

/** An object of a custom kind. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: NonNullable<KubernetesObjects['v1/ConfigMap']['metadata']>;
  readonly [field: string]: unknown;
}

/** Which object is patched, and how: what `template` returns. */
export interface KubernetesPatch<Manifest> {
  /** Required where the action has no `name`. */
  readonly name?: string;
  /** One of the action's namespaces. */
  readonly namespace?: string;
  /** A part of the object, where `null` takes a field away; of `patchType: 'json'` its operations. */
  readonly patch: PartOf<Manifest> | readonly JsonPatchOperation[];
}

/** Any part of an object. A list is whole, or in a strategic merge patch what is merged by its key. */
export type PartOf<T> = T extends readonly (infer E)[]
  ? readonly PartOf<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: PartOf<T[K]> | null }
    : T;

/** RFC 6902. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Which object is deleted: what `template` returns. */
export interface KubernetesDeletion {
  /** Required where the action has no `name`. */
  readonly name?: string;
  /** One of the action's namespaces. */
  readonly namespace?: string;
  /** Only this very object is deleted, not a later one of the same name. */
  readonly uid?: string;
}

/** The schema of an object: the user's own, else the kind's, else any fields. */
export function objectTemplate<Manifest>(
  options: KubernetesTargetOptions,
  { schema, needsName }: { readonly schema: PayloadSchema<Manifest> | undefined; readonly needsName: boolean },
): PayloadSchema<Manifest> {
  return fromJsonSchema(() => {
    const own = schema ? toJsonSchema(schema) : isBuiltIn(options) ? objectSchema(options) : {};
    return needsName && options.name === undefined ? { ...own, allOf: [named] } : own;
  });
}

/** The schema of a patch, and of whom it is for. */
export function patchTemplate<Manifest>(
  options: KubernetesPatchOptions,
  schema: PayloadSchema<Manifest> | undefined,
): PayloadSchema<KubernetesPatch<Manifest>> {
  return fromJsonSchema(() => {
    const { $defs = {}, ...patch } = toPatchSchema(options, schema);
    return { ...toReference(options, { patch }, ['patch']), $defs };
  });
}

/** The schema of what is deleted. */
export function deletionTemplate(options: KubernetesTargetOptions): PayloadSchema<KubernetesDeletion> {
  return fromJsonSchema(() => toReference(options, { uid: { type: 'string' } }, []));
}

const named: JsonSchema = {
  type: 'object',
  properties: { metadata: { type: 'object', required: ['name'] } },
  required: ['metadata'],
};

const jsonPatch: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      op: { enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
      path: { type: 'string' },
      from: { type: 'string' },
      value: {},
    },
    required: ['op', 'path'],
    additionalProperties: false,
  },
};

/** A part of a custom object has no schema: what is required of the whole is not required of it. */
function toPatchSchema(options: KubernetesPatchOptions, schema: PayloadSchema<unknown> | undefined): JsonSchema {
  if (options.patchType === 'json') return jsonPatch;
  return schema === undefined && isBuiltIn(options) ? patchSchema(options) : { type: 'object' };
}

function toReference(
  { name }: KubernetesTargetOptions,
  properties: JsonSchema,
  required: readonly string[],
): JsonSchema {
  const text: JsonSchema = { type: 'string' };
  return {
    type: 'object',
    properties: { name: text, namespace: text, ...properties },
    required: name === undefined ? ['name', ...required] : required,
    additionalProperties: false,
  };
}

/** Made when it is asked for: a program that has no such trigger does not pay for it. */
function fromJsonSchema<T>(make: () => JsonSchema): PayloadSchema<T> {
  const input = () => ({ ...make() });
  return { '~standard': { version: 1, vendor: 'eventwright', jsonSchema: { input, output: input } } };
}
