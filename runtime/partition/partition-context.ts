import type { Address, WorkerAddress } from '../../model/event/address.ts';
import type { EventBus } from '../event-bus/contract.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Observe } from '../support/observation.ts';
import type { Turns } from '../support/turns.ts';
import type { TriggerRunner } from './acting/trigger-runner.ts';
import type { Notes } from './notes/notes.ts';
import type { StartNotes } from './notes/start-notes.ts';
import type { Intake } from './reading/intake.ts';
import type { Task } from './tasks.ts';
import type { Timing } from './timing.ts';

/** What the partitions of a replica share. */
export interface PartitionContext {
  readonly bus: EventBus;
  /** How many partitions the worker's work has. */
  readonly count: number;
  /** Unique to this start of this process. */
  readonly owner: string;
  readonly isLive?: (owner: string) => boolean;
  readonly runners: readonly TriggerRunner[];
  /** All that the triggers depend on. */
  readonly addresses: readonly Address[];
  readonly tasks: readonly Task[];
  readonly intake: Intake;
  readonly notes: Notes;
  readonly starts: StartNotes;
  /** Where notes to the worker's partitions go. */
  readonly address: WorkerAddress;
  /** Of those that are careful. */
  readonly turns: Turns;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly random: () => number;
  readonly log: Log;
  readonly observe: Observe;
}
