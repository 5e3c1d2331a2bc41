import { BusUnavailableError } from '../event-bus/error.ts';
import type { LogFields } from '../support/log.ts';

/** What the driver says of its connection. */
const ofConnection: ReadonlySet<string> = new Set(['the event bus is away', 'the event bus is back']);

/** What a line of a worker is about. A bus that is away is one thing, whoever misses it. */
export function subjectOfLine(message: string, { error, trigger, eventSource, task }: LogFields): string {
  if (isBusAway(error) || ofConnection.has(message)) return 'event bus';
  if (trigger !== undefined) return `trigger ${trigger}`;
  return eventSource === undefined ? `${task ?? ''} ${message}` : `event source ${eventSource}`;
}

function isBusAway(error: unknown): boolean {
  return error instanceof BusUnavailableError || (error instanceof Error && isBusAway(error.cause));
}
