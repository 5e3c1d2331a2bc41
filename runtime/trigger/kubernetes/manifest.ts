import type { Json } from '../../../model/json.ts';
import type { ExecutionIdentity } from '../../../model/trigger/execution-identity.ts';
import type { KubernetesActionSpec } from '../../../model/trigger/kubernetes.ts';
import { isObject, type JsonObject, toObjectName, withIdentity } from './identity.ts';
import { invalid, type Place, type ToPlace, toObjectPath } from './place.ts';

/** An object to be sent, and where to. */
export interface Manifest extends Place {
  readonly path: string;
  readonly name: string;
  readonly metadata: JsonObject;
  readonly body: JsonObject;
}

interface Writing {
  readonly spec: KubernetesActionSpec;
  readonly identity: ExecutionIdentity;
  readonly toPlace: ToPlace;
}

/** The object that a template made, complete. Throws a `TriggerError` where it is none of the action's kind. */
export function toManifest(template: Json, { spec, identity, toPlace }: Writing): Manifest {
  if (!isObject(template)) throw invalid(`it must be an object of kind ${spec.object.kind}`);
  for (const key of ['apiVersion', 'kind'] as const)
    if (template[key] !== undefined && template[key] !== spec.object[key])
      throw invalid(`${key} is '${template[key]}', but the action's is '${spec.object[key]}'`);
  const metadata = toMetadata(template.metadata);
  if (metadata.generateName !== undefined)
    throw invalid('metadata.generateName would create another object at each attempt; set metadata.name, or neither');
  const place = toPlace(metadata.namespace);
  const name = toName(metadata.name, { spec, identity });
  const path = toObjectPath(place, name);
  const named = { ...metadata, name, ...(place.namespace !== undefined && { namespace: place.namespace }) };
  const complete = withIdentity(named, identity);
  return { ...place, path, name, metadata: complete, body: { ...template, ...spec.object, metadata: complete } };
}

/** Whether what is no object was meant to be one, nobody knows: nothing is dropped in silence. */
function toMetadata(written: Json | undefined): JsonObject {
  const metadata = toPart('metadata', written);
  for (const key of ['labels', 'annotations'] as const) toPart(`metadata.${key}`, metadata[key]);
  return metadata;
}

function toPart(path: string, written: Json | undefined): JsonObject {
  if (written === undefined || written === null) return {};
  if (!isObject(written))
    throw invalid(`${path} must be an object, not ${Array.isArray(written) ? 'a list' : 'a value'}`);
  return written;
}

function toName(written: Json | undefined, { spec, identity }: Omit<Writing, 'toPlace'>): string {
  if (written !== undefined && typeof written !== 'string') throw invalid('metadata.name must be text');
  if (spec.name === undefined) {
    if (written === undefined && spec.operation === 'update')
      throw invalid('metadata.name is missing; say which object');
    return written ?? toObjectName(identity);
  }
  if (written !== undefined && written !== spec.name)
    throw invalid(`metadata.name is '${written}', but the action's name is '${spec.name}'; take one of them out`);
  return spec.name;
}

/** What a template says of an object that is there already. */
export interface Reference extends Place {
  readonly path: string;
  readonly name: string;
  readonly fields: JsonObject;
}

/** Which object a template is about. Throws a `TriggerError` where it does not say. */
export function toReference(template: Json, { spec, toPlace }: Omit<Writing, 'identity'>): Reference {
  if (!isObject(template)) throw invalid('it must be an object with a name');
  const name = template.name ?? spec.name;
  if (typeof name !== 'string') throw invalid('name is missing; say which object');
  if (spec.name !== undefined && name !== spec.name)
    throw invalid(`name is '${name}', but the action's name is '${spec.name}'; take one of them out`);
  const place = toPlace(template.namespace);
  return { ...place, name, path: toObjectPath(place, name), fields: template };
}
