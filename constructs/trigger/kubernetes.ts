import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import type { PayloadSchema } from '../../model/payload.ts';
import type { Schema } from '../../model/schema.ts';
import { resourceOf } from '../../model/trigger/kubernetes/resource-of.ts';
import {
  type KubernetesApplyOptions,
  type KubernetesCreateOptions,
  type KubernetesDeleteOptions,
  type KubernetesPatchOptions,
  type KubernetesTargetOptions,
  type KubernetesUpdateOptions,
  kubernetesApplySchema,
  kubernetesCreateSchema,
  kubernetesDeleteSchema,
  kubernetesPatchSchema,
  kubernetesUpdateSchema,
} from '../../model/trigger/kubernetes.ts';
import type { ApiAccess } from '../workload/pod-needs.ts';
import type { Action } from './action.ts';
import {
  deletionTemplate,
  type KubernetesDeletion,
  type KubernetesManifest,
  type KubernetesPatch,
  objectTemplate,
  patchTemplate,
} from './kubernetes-template.ts';

/** Makes an action whose template is an object. */
export type KubernetesObjectAction<Options> = <
  const ApiVersion extends string,
  const Kind extends string,
  Manifest = KubernetesManifest<ApiVersion, Kind>,
>(
  options: Options & OfKind<ApiVersion, Kind, Manifest>,
) => Action<Manifest>;

/** Makes an action whose template is a patch. */
export type KubernetesPatchAction = <
  const ApiVersion extends string,
  const Kind extends string,
  Manifest = KubernetesManifest<ApiVersion, Kind>,
>(
  options: KubernetesPatchOptions & OfKind<ApiVersion, Kind, Manifest>,
) => Action<KubernetesPatch<Manifest>>;

/** The kind, as literals that decide the template's type. */
export interface OfKind<ApiVersion extends string, Kind extends string, Manifest> {
  readonly apiVersion: ApiVersion;
  readonly kind: Kind;
  /** What `template` is checked against at synthesis: of a custom kind its own, of a built-in one instead of the one we know. */
  readonly schema?: PayloadSchema<Manifest>;
}

/**
 * Works on objects of one kind through the API of Kubernetes, with the rights of the worker's ServiceAccount. A name that
 * `template` leaves out is made of the execution's id, so that a repeated attempt creates nothing twice.
 * @example
 * kubernetes.create({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'ci' })
 */
export const kubernetes: {
  /** Creates an object. One that this execution has created already is done; one of another's dead-letters the event. */
  readonly create: KubernetesObjectAction<KubernetesCreateOptions>;
  /** Creates an object, or changes the fields that `template` names: server-side apply. */
  readonly apply: KubernetesObjectAction<KubernetesApplyOptions>;
  /** Replaces an object, keeping the metadata that `template` leaves out. */
  readonly update: KubernetesObjectAction<KubernetesUpdateOptions>;
  /** Changes a part of an object. */
  readonly patch: KubernetesPatchAction;
  /** Deletes an object. One that is absent is done. */
  readonly delete: (options: KubernetesDeleteOptions) => Action<KubernetesDeletion>;
} = {
  create: objectAction<KubernetesCreateOptions>('create', kubernetesCreateSchema, ['create', 'get']),
  apply: objectAction<KubernetesApplyOptions>('apply', kubernetesApplySchema, ['create', 'patch']),
  update: objectAction<KubernetesUpdateOptions>('update', kubernetesUpdateSchema, ['get', 'update']),
  patch: (written) => {
    const { schema, ...options } = checkWritten('patch', written);
    return {
      ...toAction('patch', options, ['patch']),
      schema: kubernetesPatchSchema,
      template: patchTemplate(options, schema),
    };
  },
  delete: (options) => ({
    ...toAction('delete', checkWritten('delete', options), ['delete']),
    schema: kubernetesDeleteSchema,
    template: deletionTemplate(options),
  }),
};

function objectAction<Options extends KubernetesTargetOptions>(
  operation: 'create' | 'apply' | 'update',
  stored: Schema<unknown, object>,
  verbs: readonly string[],
): KubernetesObjectAction<Options> {
  return <Manifest>(written: KubernetesUpdateOptions & { readonly schema?: PayloadSchema<Manifest> }) => {
    const { schema, ...options } = checkWritten(operation, written);
    return {
      ...toAction(operation, options, options.ifAbsent === 'create' ? ['create', ...verbs] : verbs),
      schema: stored,
      template: objectTemplate(options, { schema, needsName: operation === 'update' }),
    };
  };
}

/** Throws an `InvalidSpecError` where there are no options at all. */
function checkWritten<Options>(operation: string, options: Options): Options {
  if (typeof options === 'object' && options !== null) return options;
  const example = `kubernetes.${operation}({ apiVersion: 'batch/v1', kind: 'Job' })`;
  throw new InvalidSpecError(`kubernetes.${operation}: it has no options; say which objects it is about: ${example}`);
}

function toAction(operation: string, options: KubernetesTargetOptions, verbs: readonly string[]) {
  const { apiVersion, kind, ...rest } = options;
  const object = { ...resourceOf(options), ...rest };
  return {
    kind: 'kubernetes',
    options: { operation, object: { apiVersion, kind }, ...object },
    needs: { access: toAccess({ ...options, ...object }, verbs) },
  };
}

/** A right for each namespace; what creates an object cannot be limited to a name. */
function toAccess(options: KubernetesTargetOptions, verbs: readonly string[]): readonly ApiAccess[] {
  const { apiVersion, namespace, namespaces = [], name, resource = '', scope } = options;
  // what is no text, the schema refuses with its path
  const [apiGroup = ''] = String(apiVersion).split('/').slice(0, -1);
  const places = scope === 'Cluster' ? ['*'] : [...new Set([namespace, ...namespaces])];
  const named = verbs.filter((verb) => verb !== 'create');
  return places.flatMap((place) => {
    const at = { ...(place !== undefined && { namespace: place }), apiGroup, resource };
    if (name === undefined) return [{ ...at, verbs }];
    return [
      ...(verbs.includes('create') ? [{ ...at, verbs: ['create'] }] : []),
      { ...at, verbs: named, names: [name] },
    ];
  });
}
