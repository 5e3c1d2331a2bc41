import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

const claims = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Takes what one construct of a namespace can have alone: a name, a path of a worker's server. A chart without a
 * namespace is one of its own. Returns the path of the construct that has it already, if there is one.
 */
export function claim(by: Construct, what: string): string | undefined {
  const chart = Chart.of(by);
  const scope = chart.namespace === undefined ? chart : chart.node.root;
  const key = `${chart.namespace ?? ''}/${what}`;
  const taken = claims.get(scope) ?? new Map<string, string>();
  claims.set(scope, taken);
  const owner = taken.get(key);
  if (owner === undefined) taken.set(key, by.node.path);
  return owner;
}
