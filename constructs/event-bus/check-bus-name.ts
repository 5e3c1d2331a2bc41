import type { Construct } from 'constructs';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { checkServiceName } from '../../model/names.ts';
import { claim } from '../claim.ts';

/** Room for `-nats-headless`, and for the hash that Kubernetes puts behind the name of a revision. */
const longestName = 45;

/** Throws an `InvalidSpecError` where it cannot name a bus, or another bus of the namespace has it. */
export function checkBusName(bus: Construct, id: string): void {
  const at = bus.node.path;
  checkServiceName('an event bus', id, { at, longest: longestName });
  const owner = claim(bus, `event bus ${id}`);
  if (owner !== undefined)
    throw new InvalidSpecError(`${at}: ${owner} is an event bus '${id}' of this namespace already; rename one of them`);
}
