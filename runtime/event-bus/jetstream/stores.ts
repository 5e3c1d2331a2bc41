import type { StoreName } from '../contract.ts';

/** The stream that holds what a bus stores under a name. */
export const streamNames: Readonly<Record<StoreName, string>> = {
  event: 'ew-events',
  journal: 'ew-journals',
  note: 'ew-notes',
  member: 'ew-members',
  deadLetter: 'ew-dead-letters',
  outcome: 'ew-outcomes',
};
