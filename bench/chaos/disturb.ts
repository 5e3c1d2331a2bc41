import { setTimeout as delay } from 'node:timers/promises';
import type { Victim } from './victim.ts';

export interface DisturbOptions {
  readonly everyMs: number;
  /** What is done to them; either by default. */
  readonly kinds?: readonly Disturbance['kind'][];
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

export interface Disturbance {
  readonly victim: Victim;
  readonly kind: 'kill' | 'freeze';
}

const longestFreezeMs = 16_000;
const anyKind = ['kill', 'freeze'] as const;

/**
 * Until the signal aborts, kills or freezes a random one each time, whatever became of those before; a killed one is
 * started again at once. Resolves once all have come back.
 */
export async function disturb(
  victims: readonly Victim[],
  { everyMs, kinds = anyKind, random, signal, tell }: DisturbOptions,
): Promise<readonly Disturbance[]> {
  const done: Disturbance[] = [];
  const returns: Promise<void>[] = [];
  while (await pause(everyMs, signal)) {
    const victim = victims[Math.floor(random() * victims.length)] as Victim;
    const kind = kinds[Math.floor(random() * kinds.length)] as Disturbance['kind'];
    const forMs = kind === 'freeze' ? Math.round(1_000 + (longestFreezeMs - 1_000) * random()) : 0;
    tell(`${kind} ${victim.name}${forMs ? ` for ${forMs} ms` : ''}`);
    done.push({ victim, kind });
    const back = kind === 'kill' ? victim.kill() : victim.freeze(forMs);
    // whoever fails to come back is told of at the end
    back.catch(() => {});
    returns.push(back);
  }
  await Promise.all(returns);
  return done;
}

async function pause(forMs: number, signal: AbortSignal): Promise<boolean> {
  await delay(forMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
