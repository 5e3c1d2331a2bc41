import type { KeeperSpec } from '../../model/keeper/keeper.ts';
import { toBytes } from '../../model/quantity.ts';
import type { BusPlan, DeclaredOnBus } from '../event-bus/contract.ts';

/** What a keeper wants to be inside its bus. */
export function toBusPlan(
  { replicas, quotas }: Pick<KeeperSpec, 'replicas' | 'quotas'>,
  declared: DeclaredOnBus | undefined,
): Required<Pick<BusPlan, 'replicas'>> & BusPlan {
  return {
    replicas,
    ...(declared && { declared }),
    quotas: {
      event: { maxBytes: toBytes(quotas.events) },
      journal: { maxBytes: toBytes(quotas.journals) },
      note: { maxBytes: toBytes(quotas.notes) },
      member: { maxBytes: toBytes(quotas.members) },
      deadLetter: { maxBytes: toBytes(quotas.deadLetters) },
      outcome: { maxBytes: toBytes(quotas.outcomes) },
    },
  };
}
