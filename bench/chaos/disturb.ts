import { setTimeout as delay } from 'node:timers/promises';
import type { Workers } from './workers.ts';

export interface DisturbOptions {
  readonly everyMs: number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

const longestFreezeMs = 16_000;

/** Until the signal aborts, kills or freezes a random worker each time; a killed one is started again at once. */
export async function disturb(
  workers: Workers,
  { everyMs, random, signal, tell }: DisturbOptions,
): Promise<{ kills: number; freezes: number }> {
  const count = { kills: 0, freezes: 0 };
  const thaws: Promise<void>[] = [];
  while (await pause(everyMs, signal)) {
    const index = Math.floor(random() * workers.urls.length);
    if (random() < 0.5) {
      count.kills++;
      tell(`kill -9 worker ${index}`);
      await workers.kill(index);
    } else {
      count.freezes++;
      const forMs = Math.round(1_000 + (longestFreezeMs - 1_000) * random());
      tell(`freeze worker ${index} for ${forMs} ms`);
      thaws.push(workers.freeze(index, forMs));
    }
  }
  await Promise.all(thaws);
  return count;
}

async function pause(forMs: number, signal: AbortSignal): Promise<boolean> {
  await delay(forMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
