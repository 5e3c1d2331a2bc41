import { BusUnavailableError } from '../../runtime/event-bus/error.ts';
import { type NamedStore, storesOf } from '../../runtime/keeper/stores-of.ts';
import { sleep, systemClock } from '../../runtime/support/clock.ts';
import type { KeeperSession } from './connect-keeper.ts';

const patienceMs = 600_000;
const pauseMs = 250;
const tellEveryMs = 5_000;

/** Waits until all copies of every store follow, and tells now and then how far they are. */
export async function awaitCopies({
  admin,
  signal,
  sayNew,
}: Pick<KeeperSession, 'admin' | 'signal' | 'sayNew'>): Promise<void> {
  const begun = systemClock.now();
  let told = begun;
  for (;;) {
    const behind = await findBehind(admin);
    if (behind.length === 0) return;
    const now = systemClock.now();
    if (now - begun > patienceMs)
      throw new BusUnavailableError(`${behind.join('; ')}; apply again once their servers are there`);
    if (now - told >= tellEveryMs) {
      told = now;
      for (const line of behind) sayNew(line);
    }
    await sleep(systemClock, pauseMs, signal);
  }
}

/** How many copies of a store follow, where not all do. */
export function tellCopies({ name, state: { replicas } }: NamedStore): string | undefined {
  const { current, wanted } = replicas;
  return current < wanted ? `${name}: ${current} of ${wanted} copies follow` : undefined;
}

/** A line for each store of which a copy is behind or away. */
export async function findBehind(admin: KeeperSession['admin']): Promise<readonly string[]> {
  try {
    return storesOf(await admin.inspect()).flatMap((store) => (store.state.exists && tellCopies(store)) || []);
  } catch (error) {
    // the leader moves while members change
    if (error instanceof BusUnavailableError) return [error.message];
    throw error;
  }
}
