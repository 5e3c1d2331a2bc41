import type { EventBus } from '../../runtime/event-bus/contract.ts';
import type { Clock } from '../../runtime/support/clock.ts';

/** A bus for one scenario, and its time. */
export interface Stage extends AsyncDisposable {
  /** A client of its own each time; the stage disposes of it. */
  connect(): Promise<EventBus>;
  /** What the bus stamps its messages by. */
  readonly clock: Clock;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
}
