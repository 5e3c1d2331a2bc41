import type { AddedDocument } from '../document/add-document.ts';
import type { ApiAccess, Egress, PodNeeds } from '../workload/pod-needs.ts';

/** What the event sources and sensors of a worker need, all together; it grows until synthesis. */
export interface Load {
  readonly documents: AddedDocument[];
  readonly endpoints: Set<string>;
  readonly egress: Egress[];
  /** By namespace; `'*'` is the cluster. */
  readonly access: Map<string, ApiAccess[]>;
}

export function createLoad(): Load {
  return { documents: [], endpoints: new Set(), egress: [], access: new Map() };
}

/** Adds needs. Returns the namespaces in which there was no access before. `own` stands for the worker's. */
export function addNeeds(load: Load, { endpoints = [], access = [], egress = [] }: PodNeeds, own: string): string[] {
  for (const endpoint of endpoints) load.endpoints.add(endpoint);
  load.egress.push(...egress);
  const opened: string[] = [];
  for (const each of access) {
    const namespace = each.namespace ?? own;
    const known = load.access.get(namespace);
    if (known) known.push(each);
    else {
      load.access.set(namespace, [each]);
      opened.push(namespace);
    }
  }
  return opened;
}
