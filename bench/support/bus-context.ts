import type { EventBusContext } from '../../runtime/event-bus/contract.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';

/** What a bus's client needs where there are no secrets and nobody reads a log. */
export function toBusContext(client: string): EventBusContext {
  return { clock: systemClock, secrets: createSecrets({}), log: noLog, client };
}
