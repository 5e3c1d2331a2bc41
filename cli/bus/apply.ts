import { toBusPlan } from '../../runtime/keeper/plan.ts';
import { provision } from '../../runtime/keeper/provision.ts';
import { storesOf } from '../../runtime/keeper/stores-of.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { awaitCopies, findBehind } from './await-copies.ts';
import type { KeeperSession } from './connect-keeper.ts';

/** Brings a bus to what a program says of it, tells each change, and waits for all copies. Never takes anything away. */
export async function apply(session: KeeperSession): Promise<number> {
  const { kept, bus, admin, sayNew, readView } = session;
  const changes =
    kept.byDefault && (await isComplete(admin)) ? [] : await admin.apply(toBusPlan(kept.spec, kept.onBus));
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

/** Whether a bus has all its stores: a program without a Keeper leaves them as another program's Keeper made them. */
async function isComplete(admin: KeeperSession['admin']): Promise<boolean> {
  return storesOf(await admin.inspect()).every(({ state }) => state.exists);
}
