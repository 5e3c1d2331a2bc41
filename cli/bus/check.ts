import { forgetsOldest } from '../../model/event-bus/forgets-oldest.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { toBusPlan } from '../../runtime/keeper/plan.ts';
import { findUnplaced } from '../../runtime/keeper/provision.ts';
import { type NamedStore, storesOf } from '../../runtime/keeper/stores-of.ts';
import { isNearlyFull } from '../../runtime/keeper/trim-events.ts';
import { toQuantity } from '../units.ts';
import { tellCopies } from './await-copies.ts';
import type { KeeperSession } from './connect-keeper.ts';
import { type Survey, survey } from './survey.ts';

/** Tells each thing that is wrong with a bus; resolves with 1 where there is one. */
export async function check(
  session: KeeperSession,
  { say }: { readonly say: (line: string) => void },
): Promise<number> {
  const surveyed = await survey(session);
  const problems = [
    ...storesOf(surveyed.view.state).flatMap((store) => findProblems(store, session)),
    ...findProblemsOfTriggers(surveyed, session),
  ];
  for (const problem of problems) say(problem);
  if (problems.length === 0) say('ok');
  return problems.length === 0 ? 0 : 1;
}

const toApply = "run 'eventwright bus apply'";

function findProblems(store: NamedStore, { kept, bus }: KeeperSession): string[] {
  const { name, key, state } = store;
  const { exists, bytes, quota, replicas, amiss } = state;
  const plan = toBusPlan(kept.spec, kept.onBus);
  const maxBytes = plan.quotas[key]?.maxBytes ?? quota.maxBytes;
  const problems = [
    ...(amiss?.missing ?? []).map((place) => `${name}: ${place} is missing, ${toApply}`),
    ...(amiss?.differing ?? []).map((what) => `${name}: ${what}, ${toApply}`),
  ];
  if (!exists) return amiss ? problems : [`${name}: the store is missing, ${toApply}`];
  if (!kept.byDefault && !amiss && replicas.wanted < plan.replicas)
    problems.push(
      `${name}: it is set to ${replicas.wanted} cop${replicas.wanted === 1 ? 'y' : 'ies'}, not ${plan.replicas}, ${toApply}`,
    );
  const copies = tellCopies(store);
  if (copies) problems.push(`${copies}, look at the servers`);
  // one that refuses nothing holds no store to its quota
  if (!kept.byDefault && bus.promises.refusesWhenFull && quota.maxBytes !== maxBytes)
    problems.push(`${name}: its quota is ${toQuantity(quota.maxBytes)}, not ${toQuantity(maxBytes)}, ${toApply}`);
  if (!forgetsOldest(key) && isNearlyFull(state)) {
    const percent = Math.floor((100 * bytes) / quota.maxBytes);
    problems.push(`${name}: ${percent} % full; ${remedies[key] ?? 'give it a larger quota'}`);
  }
  return problems;
}

const remedies: Readonly<Partial<Record<NamedStore['key'], string>>> = {
  event: 'a trigger is far behind, or no keeper trims history; see eventwright bus status',
  deadLetter: "give them back to their triggers with 'eventwright dlq redrive', or give it a larger quota",
};

function findProblemsOfTriggers({ view, absent }: Survey, { kept }: KeeperSession): string[] {
  return [
    ...findUnplaced(view, kept.declared.triggers).map(
      ({ trigger }) => `${toTriggerKey(trigger)}: it has no first position, ${toApply}`,
    ),
    ...Object.entries(absent ?? {}).map(
      ([name, { since }]) =>
        `${name}: nobody has declared it since ${since}; declare it, or wait for the keeper to forget it`,
    ),
  ];
}
