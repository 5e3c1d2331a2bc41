import type { Json } from '../../../model/json.ts';
import type { ExecutionIdentity } from '../../../model/trigger/execution-identity.ts';
import type { KubernetesActionSpec } from '../../../model/trigger/kubernetes.ts';
import type { KubernetesClient, KubernetesRequest } from '../../support/kubernetes/client.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';
import type { Outcome } from '../contract.ts';
import { executionOf, type JsonObject, toFieldManager, toObject } from './identity.ts';
import { toManifest, toReference } from './manifest.ts';
import { invalid, type ToPlace } from './place.ts';

/** One execution of an action. */
export interface Call<Spec = KubernetesActionSpec> {
  readonly spec: Spec;
  readonly template: Json;
  readonly identity: ExecutionIdentity;
  readonly client: Pick<KubernetesClient, 'request'>;
  readonly toPlace: ToPlace;
  readonly signal: AbortSignal;
}

type Of<Operation extends KubernetesActionSpec['operation']> = Call<
  Extract<KubernetesActionSpec, { readonly operation: Operation }>
>;

type Operations = {
  readonly [Operation in KubernetesActionSpec['operation']]: (call: Of<Operation>) => Promise<Outcome>;
};

/** Rejects with what the client or the template's check says. */
export const operations: Operations = { create, apply, update, patch, delete: remove };

async function create(call: Call): Promise<Outcome> {
  const { collection, path, name, body } = toManifest(call.template, call);
  try {
    await send(call, { method: 'POST', path: collection, body });
    return done(call, name, 'created');
  } catch (error) {
    if (!isStatus(error, 409) || error.reason !== 'AlreadyExists') throw error;
    const existing = await send<JsonObject>(call, { method: 'GET', path });
    if (executionOf(existing) === call.identity.executionId) return done(call, name, 'created before');
    const what = `${call.spec.object.kind} '${name}' exists already, and is not of this execution`;
    return { kind: 'failed', reason: `${what}; choose another name, or use apply` };
  }
}

async function apply(call: Of<'apply'>): Promise<Outcome> {
  const { path, name, body } = toManifest(call.template, call);
  const query = { force: String(call.spec.force) };
  try {
    await send(call, { method: 'PATCH', path, body, contentType: 'application/apply-patch+yaml', query });
    return done(call, name, 'applied');
  } catch (error) {
    if (!isStatus(error, 409) || !error.causes.includes('FieldManagerConflict')) throw error;
    return { kind: 'failed', reason: `${error.message}; leave these fields out, or set force` };
  }
}

async function update(call: Of<'update'>): Promise<Outcome> {
  const { path, collection, name, metadata, body } = toManifest(call.template, call);
  try {
    const current = await send<JsonObject>(call, { method: 'GET', path });
    const merged = mergeMetadata(toObject(current.metadata), metadata);
    await send(call, { method: 'PUT', path, body: { ...body, metadata: merged } });
    return done(call, name, 'updated');
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    if (call.spec.ifAbsent === 'fail') return absent(call, name, "set ifAbsent to 'create' to have it created");
    await send(call, { method: 'POST', path: collection, body });
    return done(call, name, 'created');
  }
}

async function patch(call: Of<'patch'>): Promise<Outcome> {
  const { spec, template } = call;
  const { path, name, fields } = toReference(template, call);
  if (fields.patch === undefined) throw invalid('patch is missing; say what is to change');
  try {
    await send(call, { method: 'PATCH', path, body: fields.patch, contentType: patchTypes[spec.patchType] });
    return done(call, name, 'patched');
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    if (spec.ifAbsent === 'ignore') return done(call, name, 'is absent');
    return absent(call, name, "set ifAbsent to 'ignore' where that is no mistake");
  }
}

async function remove(call: Of<'delete'>): Promise<Outcome> {
  const { spec, template } = call;
  const { path, name, fields } = toReference(template, call);
  const { propagationPolicy } = spec;
  const body = { propagationPolicy, ...(fields.uid !== undefined && { preconditions: { uid: fields.uid } }) };
  try {
    await send(call, { method: 'DELETE', path, body });
    return done(call, name, 'deleted');
  } catch (error) {
    if (isStatus(error, 404)) return done(call, name, 'is absent');
    if (isStatus(error, 409) && fields.uid !== undefined) return done(call, name, 'is another one by now');
    throw error;
  }
}

const patchTypes = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
} as const;

interface Sending extends Omit<KubernetesRequest, 'signal'> {
  readonly query?: Readonly<Record<string, string>>;
}

function send<T = Json>({ client, identity, spec, signal }: Call, { query, ...request }: Sending): Promise<T> {
  const { method, path } = request;
  const parameters = new URLSearchParams({
    ...(method !== 'GET' && method !== 'DELETE' && written(identity)),
    ...(method !== 'GET' && spec.dryRun && { dryRun: 'All' }),
    ...query,
  });
  return client.request<T>({ ...request, path: parameters.size > 0 ? `${path}?${parameters}` : path, signal });
}

function written({ at }: ExecutionIdentity) {
  return { fieldManager: toFieldManager(at), fieldValidation: 'Strict' };
}

function mergeMetadata(current: JsonObject, wanted: JsonObject): JsonObject {
  const { managedFields: _, ...kept } = current;
  return {
    ...kept,
    ...wanted,
    labels: { ...toObject(current.labels), ...toObject(wanted.labels) },
    annotations: { ...toObject(current.annotations), ...toObject(wanted.annotations) },
  };
}

function isStatus(error: unknown, status: number): error is KubernetesError {
  return error instanceof KubernetesError && error.status === status;
}

function done({ spec }: Call, name: string, what: string): Outcome {
  return { kind: 'done', detail: `${spec.object.kind} '${name}' ${what}` };
}

function absent({ spec }: Call, name: string, fix: string): Outcome {
  return { kind: 'failed', reason: `${spec.object.kind} '${name}' is absent; ${fix}` };
}
