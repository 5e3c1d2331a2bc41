import type { EventAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';

/** What happens to events, as metrics, `eventwright dev` and tests are told. */
export type Observation =
  /** A source accepts events; `where` is a path or a schedule. */
  | { readonly kind: 'listening'; readonly eventSource: string; readonly where: string }
  /** A source stopped working; it is started again after `retryInMs`. */
  | { readonly kind: 'sourceFailed'; readonly eventSource: string; readonly error: Error; readonly retryInMs: number }
  /** A source refused something before it became an event. */
  | { readonly kind: 'refused'; readonly eventSource: string; readonly reason: string }
  /** The bus has stored an event. */
  | { readonly kind: 'stored'; readonly address: EventAddress; readonly event: Event }
  /** A trigger is given an event; ends in exactly one of those up to `deadLettered`. */
  | ({ readonly kind: 'accepted' } & Subject)
  /** `by`: whether a filter refused it, the default, or what had come with it made the condition false for good. */
  | ({ readonly kind: 'filtered'; readonly by?: 'filter' | 'condition' } & Subject)
  | ({
      readonly kind: 'fired';
      readonly executionId: string;
      readonly attempts: number;
      readonly detail?: string;
      /** The other events of the execution, each `joined`. */
      readonly others?: readonly EventRef[];
    } & Subject)
  /** It went into an execution with others, of which one ends in `fired` or `deadLettered`. */
  | ({ readonly kind: 'joined'; readonly executionId: string } & Subject)
  /** Another of its dependency's events took its place. */
  | ({ readonly kind: 'superseded'; readonly by: EventRef } & Subject)
  /** An event of its source and id was seen before, `seenAt` in milliseconds since 1970. */
  | ({ readonly kind: 'duplicate'; readonly seenAt: number } & Subject)
  /** Its window ended, and what it waited for had not come. */
  | ({ readonly kind: 'expired' } & Subject)
  /** It was let go at a tick of the trigger's `resets`, in milliseconds since 1970. */
  | ({ readonly kind: 'reset'; readonly tick: number } & Subject)
  | ({ readonly kind: 'deadLettered'; readonly reason: string; readonly attempts: number } & Subject)
  /** An attempt failed and another follows. */
  | ({ readonly kind: 'retrying'; readonly reason: string; readonly attempt: number; readonly inMs: number } & Subject)
  /** A trigger's target is away: its events wait on the bus until a probe succeeds. */
  | {
      readonly kind: 'circuit';
      readonly trigger: TriggerName;
      readonly state: 'open' | 'closed';
      readonly reason?: string;
    }
  /** Whether triggers are given events; they are not while the journals are too full. `fill`: from 0 to 1. */
  | { readonly kind: 'intake'; readonly state: 'open' | 'paused'; readonly fill: number }
  /** Events that a trigger had not seen are gone from the bus; it goes on from the oldest that is kept. */
  | { readonly kind: 'positionLost'; readonly trigger: TriggerName; readonly reason: string }
  /**
   * A trigger's events belong to other partitions than before: this one gives it none until all have told how far they
   * came, and then begins. `leaves`: this replica gave the partition up before that.
   */
  | {
      readonly kind: 'moving';
      readonly trigger: TriggerName;
      readonly partition: number;
      readonly state: 'waits' | 'begins' | 'leaves';
    }
  /** So many records of what became of a trigger's events could not be stored: nobody will know later. */
  | { readonly kind: 'outcomesLost'; readonly trigger: TriggerName; readonly count: number };

/** Which trigger, and which event. */
export interface Subject {
  readonly trigger: TriggerName;
  readonly address: EventAddress;
  readonly event: Event;
  /** When the bus stored the event, in milliseconds since 1970; known where it came from the log. */
  readonly storedAt?: number;
  /** The event's own coordinate in the log; known where it came from there. */
  readonly offset?: string;
  /** The dependency that took it; absent where none did, or the trigger acts on one event at a time. */
  readonly dependency?: string;
}

/** Which event. */
export interface EventRef {
  readonly source: string;
  readonly id: string;
  /** Its own coordinate in the log, which tells repeats apart. */
  readonly offset?: string;
}

export type Observe = (observation: Observation) => void;
