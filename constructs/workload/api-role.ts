import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PolicyRule } from 'kubernetes-types/rbac/v1.js';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import type { ApiAccess } from './pod-needs.ts';

/** Who is given rights. */
export interface ServiceAccountRef {
  readonly name: string;
  readonly namespace: string;
}

/** A Role and its binding; a ClusterRole where it is for resources that have no namespace. */
export interface ApiRoleProps {
  readonly name: string;
  /** Of the rights; `'*'` is the cluster. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly subject: ServiceAccountRef;
  /** Called at synthesis. */
  readonly access: () => readonly ApiAccess[];
}

/** The namespace of a construct, where a binding must say it. Throws an `InvalidSpecError` where its chart has none. */
export function ownNamespace(scope: Construct): string {
  const { namespace } = Chart.of(scope);
  if (namespace !== undefined) return namespace;
  throw new InvalidSpecError(
    `${scope.node.path}: it is given rights, and a RoleBinding names the namespace of whom it gives them to; give its chart a namespace`,
  );
}

/** Of names that hold no dot, so that no others make it; also of the file in which a manifest of its own is written. */
export function toRoleName(...names: readonly string[]): string {
  return names.join('.');
}

/** Adds a Role with the rights, and the binding that gives them to the ServiceAccount. */
export function addApiRole(scope: Construct, id: string, props: ApiRoleProps): void {
  const { name, namespace, labels, subject, access } = props;
  const isOfCluster = namespace === '*';
  const kind = isOfCluster ? 'ClusterRole' : 'Role';
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name, labels: { ...labels }, ...(!isOfCluster && { namespace }) };
  const objects = [
    new ApiObject(scope, id, {
      apiVersion,
      kind,
      metadata,
      rules: Lazy.any({ produce: () => toRules(access()) }),
    }),
    new ApiObject(scope, `${id}-binding`, {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects: [{ kind: 'ServiceAccount', name: subject.name, namespace: subject.namespace }],
    }),
  ];
  // every object gets its chart's, which one of the cluster must not have
  if (isOfCluster) for (const object of objects) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
}

/** The fewest rules that allow it: one for what is allowed the same verbs on the same names, in a stable order. */
function toRules(access: readonly ApiAccess[]): PolicyRule[] {
  const verbs = new Map<string, { readonly access: ApiAccess; readonly verbs: Set<string> }>();
  for (const each of access)
    for (const name of each.names ?? [undefined]) {
      const key = JSON.stringify([each.apiGroup, each.resource, name]);
      const known = verbs.get(key) ?? {
        access: { ...each, ...(name === undefined ? {} : { names: [name] }) },
        verbs: new Set(),
      };
      for (const verb of each.verbs) known.verbs.add(verb);
      verbs.set(key, known);
    }
  const rules = [...verbs.values()].map((rule) => toRule(rule.access, rule.verbs));
  return mergeNames(mergeResources(withoutCovered(rules)));
}

/** What is allowed on every name need not be allowed on one. */
function withoutCovered(rules: readonly PolicyRule[]): PolicyRule[] {
  const toKey = ({ apiGroups, resources }: PolicyRule) => JSON.stringify([apiGroups, resources]);
  const onAll = new Map(rules.filter(({ resourceNames }) => !resourceNames).map((rule) => [toKey(rule), rule.verbs]));
  return rules
    .map((rule) => {
      const covered = rule.resourceNames ? (onAll.get(toKey(rule)) ?? []) : [];
      return { ...rule, verbs: rule.verbs.filter((verb) => !covered.includes(verb)) };
    })
    .filter((rule) => rule.verbs.length > 0);
}

function toRule({ apiGroup, resource, names }: ApiAccess, verbs: ReadonlySet<string>): PolicyRule {
  return {
    apiGroups: [apiGroup],
    resources: [resource],
    ...(names && { resourceNames: [...names] }),
    verbs: [...verbs].sort(),
  };
}

const mergeNames = (rules: readonly PolicyRule[]) => merge(rules, 'resourceNames');
const mergeResources = (rules: readonly PolicyRule[]) => merge(rules, 'resources');

/** Rules that differ in one list become one. */
function merge(rules: readonly PolicyRule[], list: 'resources' | 'resourceNames'): PolicyRule[] {
  const merged = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.apiGroups, rule.verbs, { ...rule, [list]: rule[list] && [] }]);
    const known = merged.get(key);
    const both = [...(known?.[list] ?? []), ...(rule[list] ?? [])].sort();
    merged.set(key, { ...rule, ...(rule[list] && { [list]: [...new Set(both)] }) });
  }
  return [...merged.values()].sort((a, b) => (toOrder(a) < toOrder(b) ? -1 : 1));
}

function toOrder({ apiGroups, resources, resourceNames, verbs }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, resourceNames ?? [''], verbs]);
}
