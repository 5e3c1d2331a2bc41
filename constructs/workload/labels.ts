import { version } from '../../model/document/version.ts';

/** What selectors go by. A contract: another one is another object. */
export interface SelectorLabels {
  /** What runs: `eventwright-worker`, `eventwright-keeper`, `nats`. */
  readonly name: string;
  /** Which of them, unique in its namespace. */
  readonly instance: string;
}

export function toSelectorLabels({ name, instance }: SelectorLabels): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': instance };
}

/** On pod templates: another value, with what they mount, starts new pods. */
export const checksumAnnotation = 'eventwright.dev/checksum';

/** The labels of every object that constructs make. */
export function toLabels(labels: SelectorLabels & { readonly component: string }): Readonly<Record<string, string>> {
  return {
    ...toSelectorLabels(labels),
    'app.kubernetes.io/component': labels.component,
    'app.kubernetes.io/part-of': 'eventwright',
    'app.kubernetes.io/managed-by': 'eventwright',
    'app.kubernetes.io/version': version,
  };
}

/** Those of pods: without our version, for another one of ours is no reason to start them anew. */
export function toPodLabels({
  'app.kubernetes.io/version': _,
  ...labels
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return labels;
}
