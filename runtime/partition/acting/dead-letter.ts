import type { EventAddress } from '../../../model/event/address.ts';
import type { Event } from '../../../model/event/event.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import type { TriggerName } from '../../support/observation.ts';
import { Backoff } from '../backoff.ts';
import { toTriggerKey } from '../lane/ledger.ts';

/** An event that a trigger gave up, and why. */
export interface GivenUp {
  readonly offset: string;
  readonly address: EventAddress;
  readonly event: Event;
  readonly reason: string;
  readonly attempts: number;
  /** Empty where it came to no execution. */
  readonly executionId: string;
}

/**
 * A dead letter: the event as it was, under an id derived from the trigger and the event, so that a repeat is the same
 * letter. Extensions say the rest: `ewreason`, `ewattempts`, `ewoffset`, `ewaddress`, `ewexecution`, and `ewid`, the
 * event's own id.
 */
function toDeadLetter(trigger: TriggerName, given: GivenUp): Event {
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
      ...(given.executionId && { ewexecution: given.executionId }),
    },
  };
}

export interface DeadLetterOptions {
  readonly bus: Pick<EventBus, 'publish'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** Publishes a dead letter, again and again until it is stored; or until `obsolete` says that it is not ours any more. */
export async function storeDeadLetter(
  trigger: TriggerName,
  given: GivenUp,
  { bus, clock, random, log, obsolete }: DeadLetterOptions & { readonly obsolete: () => boolean },
): Promise<void> {
  const letter = toDeadLetter(trigger, given);
  const backoff = new Backoff({ random });
  while (!obsolete()) {
    try {
      await bus.publish({ class: 'deadLetter', ...trigger }, letter);
      return;
    } catch (error) {
      log.warn('a dead letter cannot be stored; its event waits', { trigger, event: given.event.id, error });
      await sleep(clock, backoff.next());
    }
  }
}
