import type { StoredExpression } from '../expression/stored-expression.ts';
import type { TriggerSpec } from '../trigger/trigger.ts';

/** A sensor as a document holds it. */
export interface SensorSpec {
  readonly dependencies: Readonly<Record<string, DependencySpec>>;
  readonly triggers: Readonly<Record<string, TriggerSpec>>;
}

export interface DependencySpec {
  /** The source's namespace; the sensor's own by default. */
  readonly namespace?: string;
  readonly eventSource: string;
  readonly event: string;
  readonly filter?: StoredExpression;
  readonly transform?: StoredExpression;
  /** What becomes of an event whose filter cannot be evaluated. */
  readonly onFilterError: 'deadLetter' | 'filter';
}
