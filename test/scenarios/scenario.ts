import type { Chart } from 'cdk8s';
import type { BusPromises } from '../../runtime/event-bus/contract.ts';
import type { TriggerCounts } from '../../runtime/partition/lane/ledger.ts';
import type { Sources } from './sources.ts';
import type { Story } from './story.ts';

/** What happens to a sensor, and what must come of it, on every bus alike. */
export interface Scenario {
  readonly title: string;
  /** What of a bus it stands on; one that promises something else leaves it out. */
  readonly needs?: Partial<BusPromises>;
  readonly declare: Declare;
  /** What happens before the first replica runs. What must come of it depends on when it was stored, not on who is fast. */
  readonly before?: (story: Story) => Promise<void>;
  /** What happens; one replica of the worker runs when it begins. */
  readonly story: (story: Story) => Promise<void>;
  /** What has come of each trigger then. */
  readonly ends: Outcomes;
}

/** Declares sensors, of different triggers. What is declared under the same names later takes their place. */
export type Declare = (given: Given) => void;

/** What sensors are declared with. */
export interface Given extends Sources {
  readonly chart: Chart;
  /** A server; what is posted to `/<trigger>` there counts as told by the trigger. */
  readonly target: string;
  /** The schedule that ticks so many seconds after the story began, on the clocks of a zone. */
  tick(seconds: number, timeZone?: string): { readonly schedule: string; readonly timeZone: string };
}

export type Outcomes = Readonly<Record<string, Outcome>>;

/** Counts that are 0 and lists that are empty are left out. */
export interface Outcome extends Counts {
  /** What was told, in the order in which executions first told it. */
  readonly told?: readonly string[];
  /** The events' ids and the reasons. */
  readonly deadLetters?: readonly string[];
}

export type Counts = Partial<Omit<TriggerCounts, 'trigger'>>;
