import type { EventAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import type { TriggerName } from '../support/observation.ts';
import { toTriggerKey } from './ledger.ts';

/** An event that a trigger gave up, and why. */
export interface GivenUp {
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  readonly reason: string;
  readonly attempts: number;
  readonly executionId?: string;
}

/**
 * A dead letter: the event as it was, under an id derived from the trigger and the event, so that a repeat is the same
 * letter. Extensions say the rest: `ewreason`, `ewattempts`, `ewoffset`, `ewaddress` and `ewid`, the event's own id.
 */
export function toDeadLetter(trigger: TriggerName, given: GivenUp): Event {
  const { namespace, eventSource, event: name } = given.address;
  return {
    ...given.event,
    id: `${toTriggerKey(trigger)}/${given.event.source}/${given.event.id}`,
    extensions: {
      ...given.event.extensions,
      ewreason: given.reason,
      ewattempts: String(given.attempts),
      ewoffset: given.offset,
      ewaddress: `${namespace}/${eventSource}/${name}`,
      ewid: given.event.id,
      ...(given.executionId !== undefined && { ewexecution: given.executionId }),
    },
  };
}
