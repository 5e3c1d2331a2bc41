import type { Duration } from '../duration.ts';

/** What a bus promises of the events that it stores: what sensors may rely on, known when a program is built. */
export interface EventPromises {
  /** A bus that is full of pending events refuses the producer. */
  readonly refusesWhenFull: boolean;
  /** An event is kept until every trigger is done with it. */
  readonly keepsUntilDone: boolean;
  /** How long it is kept where not: longer, perhaps, but not shorter. */
  readonly keepsFor?: Duration;
  /** Within what events keep their order. */
  readonly order: 'address' | 'partitionkey';
  /** What becomes of an event that is published again a few seconds later, with its source and id. */
  readonly repeats: 'dropped' | 'stored';
  /** What to write on the bus to be promised what it does not promise as it is. */
  readonly remedies?: { readonly keepsUntilDone?: string; readonly order?: string };
}
