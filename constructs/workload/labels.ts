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
