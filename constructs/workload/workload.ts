import { toLabels, toSelectorLabels } from './labels.ts';

/** What the objects of a worker or a keeper have in common. */
export interface Workload {
  /** Of every one of them. A contract. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What its pods are found by. */
  readonly selector: Readonly<Record<string, string>>;
}

export function toWorkload(component: 'worker' | 'keeper', instance: string): Workload {
  const labels = { name: `eventwright-${component}`, instance };
  return {
    name: `${instance}-${component}`,
    labels: toLabels({ ...labels, component }),
    selector: toSelectorLabels(labels),
  };
}
