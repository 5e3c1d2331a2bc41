import type { Address } from '../event/address.ts';

/** What a JetStream bus keeps apart: the messages of each class, and all journals together. */
export type JetStreamStore = Address['class'] | 'journal';

/** The stream that holds a store. The names are a contract: what is stored is found by them. */
export const streamNames: Readonly<Record<JetStreamStore, string>> = {
  event: 'ew-events',
  journal: 'ew-journals',
  note: 'ew-notes',
  member: 'ew-members',
  deadLetter: 'ew-dead-letters',
  outcome: 'ew-outcomes',
};

/** What a store's stream takes: every subject that `toSubject` and `toJournalSubject` make of its names. */
export const streamSubjects: Readonly<Record<JetStreamStore, string>> = {
  event: 'ew.e.>',
  journal: 'ew.j.>',
  note: 'ew.n.>',
  member: 'ew.m.>',
  deadLetter: 'ew.d.>',
  outcome: 'ew.o.>',
};
