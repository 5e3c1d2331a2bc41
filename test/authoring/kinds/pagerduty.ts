import type { Action, SecretRef } from 'eventwright';

export interface Incident {
  readonly summary: string;
  readonly severity: 'info' | 'critical';
}

/** A trigger kind of a platform team's own. */
export const pagerduty = {
  incident: (options: { readonly routingKey: SecretRef }): Action<Incident> => ({ kind: 'pagerduty', options }),
};
