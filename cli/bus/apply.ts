import { toBusPlan } from '../../runtime/keeper/plan.ts';
import { provision } from '../../runtime/keeper/provision.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import type { KeeperSession } from './connect-keeper.ts';

/** Brings a bus to what a program says of it, and tells each change. Never takes anything away. */
export async function apply({ kept, bus, admin, sayOnce, readView }: KeeperSession): Promise<number> {
  const changes = await admin.apply(toBusPlan(kept.spec));
  for (const change of changes) sayOnce(change);
  const told = provision({ bus, view: await readView(), declared: kept.declared.triggers, clock: systemClock });
  let count = changes.length;
  for await (const change of told) {
    sayOnce(change);
    count++;
  }
  sayOnce(count === 0 ? 'nothing to change' : `${count} change${count === 1 ? '' : 's'} made`);
  return 0;
}
