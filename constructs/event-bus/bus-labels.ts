import { documentLabels } from '../../model/keeper/issued-secrets.ts';
import type { IEventBus } from './event-bus.ts';

/** On what belongs to a bus: pods that its servers let in, documents and Secrets that its keeper looks after. */
export function toBusLabels({ name, deployment }: IEventBus): Readonly<Record<string, string>> {
  const namespace = deployment?.namespace;
  return {
    [documentLabels.bus]: name,
    ...(namespace !== undefined && { [documentLabels.busNamespace]: namespace }),
  };
}
