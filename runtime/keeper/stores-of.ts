import type { KeeperQuotas } from '../../model/keeper/keeper.ts';
import type { BusState, StoreName, StoreState } from '../event-bus/contract.ts';

/** A store under the name that a keeper's quotas have for it. */
export interface NamedStore {
  readonly name: keyof KeeperQuotas;
  readonly key: StoreName;
  readonly state: StoreState;
}

/** Whether a store has been made, with every place that is declared in it. */
export function isWhole({ exists, amiss }: StoreState): boolean {
  return exists && (amiss?.missing ?? []).length === 0;
}

/** The stores of a bus, in the order of a keeper's quotas. */
export function storesOf({ logs, journalStore }: BusState): readonly NamedStore[] {
  return [
    { name: 'events', key: 'event', state: logs.event },
    { name: 'journals', key: 'journal', state: journalStore },
    { name: 'notes', key: 'note', state: logs.note },
    { name: 'members', key: 'member', state: logs.member },
    { name: 'deadLetters', key: 'deadLetter', state: logs.deadLetter },
    { name: 'outcomes', key: 'outcome', state: logs.outcome },
  ];
}
