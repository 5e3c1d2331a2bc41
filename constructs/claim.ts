import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

const claims = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Takes what one construct of a chart can have alone: a name, a path of a worker's server. Returns the path of the
 * construct that has it already, if there is one.
 */
export function claim(by: Construct, what: string): string | undefined {
  const chart = Chart.of(by);
  const taken = claims.get(chart) ?? new Map<string, string>();
  claims.set(chart, taken);
  const owner = taken.get(what);
  if (owner === undefined) taken.set(what, by.node.path);
  return owner;
}
