import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import type { Victim } from '../victim.ts';

/** An event bus that chaos runs on, ready for workers. */
export interface ChaosBus extends AsyncDisposable {
  /** How workers connect to it. */
  readonly spec: EventBusSpec;
  /** Its servers, as far as it promises to outlive their death. */
  readonly servers: readonly Victim[];
}
