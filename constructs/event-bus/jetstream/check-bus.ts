import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { checkName } from '../../../model/names.ts';
import { claim } from '../../claim.ts';

/** Room for `-nats-headless`, and for the hash that Kubernetes puts behind the name of a revision. */
const longestName = 45;

/** Throws an `InvalidSpecError` where it cannot name a bus, or another bus of the namespace has it. */
export function checkBusName(bus: Construct, id: string): void {
  const at = bus.node.path;
  checkName('an event bus', id, at);
  if (!/^[a-z]/.test(id) || id.length > longestName)
    throw new InvalidSpecError(
      `${at}: '${id}' cannot name an event bus, after which Services are named; begin with a letter, and use at most ${longestName} characters`,
    );
  const owner = claim(bus, `event bus ${id}`);
  if (owner !== undefined)
    throw new InvalidSpecError(`${at}: ${owner} is an event bus '${id}' of this namespace already; rename one of them`);
}

/** Throws an `InvalidSpecError` where workers of these namespaces could not reach the bus. */
export function checkAllowedNamespaces(bus: Construct, allowed: readonly string[]): void {
  const at = `${bus.node.path}: allowNamespaces`;
  for (const namespace of allowed) checkName('a namespace', namespace, at);
  if (allowed.length > 0 && Chart.of(bus).namespace === undefined)
    throw new InvalidSpecError(
      `${at}: workers elsewhere reach the bus by its namespace, and its chart has none; give it one: new Chart(app, id, { namespace })`,
    );
}
