import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { checkName } from '../../../model/names.ts';
import { toBytes } from '../../../model/quantity.ts';
import { checkPodOptions } from '../../workload/check-pod-options.ts';
import type { PodOptions } from '../../workload/pod-options.ts';
import { toMemoryBytes, toServerResources } from './containers.ts';

/** Throws an `InvalidSpecError` where workers of these namespaces could not reach the bus. */
export function checkAllowedNamespaces(bus: Construct, allowed: readonly string[]): void {
  const at = `${bus.node.path}: allowNamespaces`;
  for (const namespace of allowed) checkName('a namespace', namespace, at);
  if (allowed.length > 0 && Chart.of(bus).namespace === undefined)
    throw new InvalidSpecError(
      `${at}: workers elsewhere reach the bus by its namespace, and its chart has none; give it one: new Chart(app, id, { namespace })`,
    );
}

/** Throws an `InvalidSpecError` where the servers' pods could not be these. */
export function checkServerPods(pods: PodOptions, at: string): void {
  checkPodOptions(pods, { at, containers: ['nats', 'reloader', 'exporter'] });
}

/** Throws an `InvalidSpecError` where streams in memory may take more than a server has. */
export function checkMemory({ settings }: ManagedJetStreamSpec, pods: PodOptions, at: string): void {
  const limit = toMemoryBytes(toServerResources(pods));
  if (limit === undefined || toBytes(settings.maxMemoryStore) < limit) return;
  throw new InvalidSpecError(
    `${at}: settings.maxMemoryStore '${settings.maxMemoryStore}' is all the memory of a server, or more; lower it, or raise the limit in 'resources'`,
  );
}
