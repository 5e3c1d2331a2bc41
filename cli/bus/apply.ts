import { toBusPlan } from '../../runtime/keeper/plan.ts';
import { provision } from '../../runtime/keeper/provision.ts';
import { isWhole, storesOf } from '../../runtime/keeper/stores-of.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { awaitCopies, findBehind } from './await-copies.ts';
import type { KeeperSession } from './connect-keeper.ts';

/** Brings a bus to what a program says of it, tells each change, and waits for all copies. Never takes anything away. */
export async function apply(session: KeeperSession): Promise<number> {
  const { kept, bus, admin, sayNew, readView } = session;
  const changes = await change(session);
  for (const change of changes) sayNew(change);
  if (changes.length > 0) await awaitCopies(session);
  else for (const line of await findBehind(admin)) sayNew(line);
  const told = provision({ bus, view: await readView(), declared: kept.declared.triggers, clock: systemClock });
  let count = changes.length;
  for await (const change of told) {
    sayNew(change);
    count++;
  }
  sayNew(count === 0 ? 'nothing to change' : `${count} change${count === 1 ? '' : 's'} made`);
  return 0;
}

/** A program without a Keeper makes what is missing, and leaves stores as another program's Keeper made them. */
async function change({ kept, admin }: KeeperSession): Promise<readonly string[]> {
  const plan = toBusPlan(kept.spec, kept.onBus);
  if (!kept.byDefault) return admin.apply(plan);
  const stores = storesOf(await admin.inspect(kept.onBus));
  if (stores.every(({ state }) => isWhole(state))) return [];
  const made = new Set<string>(stores.filter(({ state }) => state.exists).map(({ key }) => key));
  const quotas = Object.fromEntries(Object.entries(plan.quotas).filter(([store]) => !made.has(store)));
  return admin.apply({ ...plan, quotas });
}
