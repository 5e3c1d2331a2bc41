import { InvalidSpecError } from '../invalid-spec-error.ts';
import { checkName } from '../names.ts';

/** Servers are told of each event who may publish it. */
const mostEvents = 1_000;

/** Throws an `InvalidSpecError` where an event source has too many events, or one that cannot be named so. */
export function checkEvents(events: readonly string[], at: string): void {
  for (const event of events) checkName('an event', event, at);
  if (events.length > mostEvents)
    throw new InvalidSpecError(
      `${at}: ${events.length} events are too many for one event source; declare at most ${mostEvents}, the others in another`,
    );
}
