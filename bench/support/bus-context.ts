import type { BusClient } from '../../model/event-bus/bus-client.ts';
import type { EventBusContext } from '../../runtime/event-bus/contract.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { programNamespace } from './program.ts';

/** What a bus's client needs where there are no secrets and nobody reads a log. */
export function toBusContext(component: BusClient['component']): EventBusContext {
  const client = { component, namespace: programNamespace, name: 'bench', replica: 'bench' };
  return { clock: systemClock, secrets: createSecrets({}), log: noLog, client };
}
