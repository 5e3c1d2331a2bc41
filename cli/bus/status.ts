import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { toPlacedKey } from '../../runtime/keeper/declared.ts';
import { storesOf } from '../../runtime/keeper/stores-of.ts';
import { toTable } from '../table.ts';
import { toAge, toQuantity } from '../units.ts';
import type { KeeperSession } from './connect-keeper.ts';
import { type Survey, survey } from './survey.ts';

/** Tells how a bus is. */
export async function status(
  session: KeeperSession,
  { say, json }: { readonly say: (line: string) => void; readonly json: boolean },
): Promise<number> {
  const surveyed = await survey(session);
  const lines = json ? [JSON.stringify(toJson(surveyed))] : toText(surveyed, Date.now());
  for (const line of lines) say(line);
  return 0;
}

function toText({ view, lags, absent }: Survey, now: number): string[] {
  const stores = toTable(
    ['store', 'messages', 'holds', 'quota', 'full', 'copies'],
    storesOf(view.state).map(({ name, state: { exists, bytes, quota, replicas, messages } }) =>
      exists
        ? [
            name,
            `${messages}`,
            toQuantity(bytes),
            toQuantity(quota.maxBytes),
            Number.isFinite(quota.maxBytes) ? `${Math.round((100 * bytes) / Math.max(1, quota.maxBytes))} %` : '',
            `${replicas.current} of ${replicas.wanted}`,
          ]
        : [name, 'missing', '', '', '', ''],
    ),
  );
  const missing = storesOf(view.state).flatMap(({ name, state: { amiss } }) =>
    (amiss?.missing ?? []).map((place) => `${name}: ${place} is missing`),
  );
  const triggers = toTable(
    ['trigger', 'pending', 'oldest'],
    lags.map(({ declared, pending, oldestAt }) => [
      toTriggerKey(declared.trigger),
      pending === undefined ? 'no first position' : `${pending}`,
      oldestAt === undefined ? '' : toAge(now - oldestAt),
    ]),
  );
  return [...stores, ...missing, '', ...triggers, '', ...toOrphans(absent)];
}

function toOrphans(absent: Survey['absent']): string[] {
  if (absent === undefined) return ['no keeper of this bus is known here'];
  return toTable(
    ['orphan', 'since'],
    Object.entries(absent).map(([name, { since }]) => [name, since]),
  );
}

function toJson({ view, lags, absent }: Survey): object {
  return {
    stores: Object.fromEntries(storesOf(view.state).map(({ name, state }) => [name, state])),
    triggers: lags.map(({ declared, pending, oldestAt }) => ({
      name: toTriggerKey(declared.trigger),
      placed: toPlacedKey(declared),
      pending: pending ?? null,
      oldestAt: oldestAt === undefined ? null : new Date(oldestAt).toISOString(),
    })),
    orphans: absent === undefined ? null : Object.entries(absent).map(([name, { since }]) => ({ name, since })),
  };
}
