import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

const tables = new WeakMap<IConstruct, Map<string, unknown>>();

/** What the constructs of a namespace share, made by the first that asks. A chart without a namespace is one of its own. */
export function share<T>(by: Construct, what: string, make: () => T): T {
  const scope = toNamespaceScope(by);
  const key = `${Chart.of(by).namespace ?? ''}/${what}`;
  const table = tables.get(scope) ?? new Map<string, unknown>();
  tables.set(scope, table);
  if (!table.has(key)) table.set(key, make());
  return table.get(key) as T;
}

/**
 * Takes what one construct of a namespace can have alone: a name, a path of a worker's server.
 * Returns the path of the construct that has it already, if there is one.
 */
export function claim(by: Construct, what: string): string | undefined {
  let isNew = false;
  const owner = share(by, `claim ${what}`, () => {
    isNew = true;
    return by.node.path;
  });
  return isNew ? undefined : owner;
}

/** Whether objects of the one can name objects of the other: the same namespace of the same program. */
export function isSameNamespace(one: Construct, other: Construct): boolean {
  return toNamespaceScope(one) === toNamespaceScope(other) && Chart.of(one).namespace === Chart.of(other).namespace;
}

function toNamespaceScope(construct: Construct): IConstruct {
  const chart = Chart.of(construct);
  return chart.namespace === undefined ? chart : chart.node.root;
}
