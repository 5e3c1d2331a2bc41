import type { Json } from '../../../model/json.ts';
import type { KubernetesActionSpec } from '../../../model/trigger/kubernetes.ts';
import { toGroupPath } from '../../support/kubernetes/group-path.ts';
import { TriggerError } from '../error.ts';

/** Where an object is: what a template may say of it. */
export interface Place {
  /** `/apis/batch/v1/namespaces/ci/jobs` */
  readonly collection: string;
  readonly namespace: string | undefined;
}

/** Finds the collection that a template's namespace leads to. Throws a `TriggerError` where that is none of the action's. */
export type ToPlace = (namespace: Json | undefined) => Place;

export function createToPlace(spec: KubernetesActionSpec, ownNamespace: string): ToPlace {
  const { object, resource, scope } = spec;
  const group = toGroupPath(object.apiVersion);
  const home = spec.namespace ?? ownNamespace;
  const allowed = [...new Set([home, ...spec.namespaces])];
  if (scope === 'Cluster') {
    return (namespace) => {
      if (namespace !== undefined) throw invalid(`a ${object.kind} has no namespace; take it out`);
      return { collection: `${group}/${resource}`, namespace: undefined };
    };
  }
  return (namespace = home) => {
    if (typeof namespace !== 'string') throw invalid('the namespace must be text');
    if (!allowed.includes(namespace)) {
      const list = allowed.map((name) => `'${name}'`).join(', ');
      throw new TriggerError(
        'forbiddenTarget',
        `template: namespace '${namespace}' is none of ${list}; add it to the action's namespaces`,
      );
    }
    return { collection: `${group}/namespaces/${namespace}/${resource}`, namespace };
  };
}

const name = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
/** RBAC objects may be named like `system:node`. */
const pathSegment = /^[^/%?#\s]+$/;

/** The path of an object. Throws a `TriggerError` where its name is none. */
export function toObjectPath({ collection }: Place, objectName: string): string {
  const valid = collection.includes('rbac.authorization.k8s.io') ? pathSegment : name;
  if (!valid.test(objectName) || objectName.length > 253 || /^\.+$/.test(objectName))
    throw invalid(`'${objectName.slice(0, 80)}' cannot name an object; use lower-case letters, digits, '-' and '.'`);
  return `${collection}/${encodeURIComponent(objectName)}`;
}

export function invalid(what: string): TriggerError {
  return new TriggerError('invalidTemplate', `template: ${what}`);
}
