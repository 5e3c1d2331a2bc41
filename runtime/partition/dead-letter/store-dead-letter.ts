import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { publishUntilStored } from '../../event-bus/publish-until-stored.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import { type DeadLetter, toDeadLetterEvent } from './dead-letter.ts';
import { toMaxBodyBytes } from './letter-room.ts';

export interface DeadLetterOptions {
  readonly bus: Pick<EventBus, 'publish' | 'promises'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** Publishes a dead letter, again and again until it is stored; or until `obsolete` says that it is not ours any more. */
export async function storeDeadLetter(
  trigger: TriggerName,
  letter: DeadLetter,
  { bus, clock, random, log, obsolete }: DeadLetterOptions & { readonly obsolete: () => boolean },
): Promise<void> {
  const event = toDeadLetterEvent(trigger, letter, toMaxBodyBytes(bus.promises));
  const about = { trigger: toTriggerKey(trigger), id: letter.event.id };
  await publishUntilStored(() => bus.publish({ class: 'deadLetter', ...trigger }, event), {
    clock,
    random,
    obsolete,
    failed: (error) => log.warn('a dead letter cannot be stored; its event waits', { ...about, error }),
  });
}
