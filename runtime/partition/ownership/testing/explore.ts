/** A system in which whatever may happen next is chosen from outside. */
export interface Run {
  /** What may happen next; none: it has ended. */
  steps(): readonly string[];
  /** Lets one of them happen, with all that follows from it by itself. */
  take(step: string): Promise<void>;
  /** All that what may happen from now on depends on. */
  state(): string;
  /** Throws where something happened that must not, anywhere on the way or at the end. */
  check(ended: boolean): Promise<void> | void;
}

export interface Explored {
  /** Different states that were reached and checked. */
  readonly states: number;
  /** How many orders of steps lead from the start to an end. */
  readonly schedules: bigint;
}

/** Takes every step in every state that can be reached. Where two orders lead to one state, what follows is tried once. */
export async function explore(start: () => Promise<Run>): Promise<Explored> {
  const known = new Map<string, bigint>();
  const schedules = await visit(await start(), []);
  return { states: known.size, schedules };

  async function visit(run: Run, path: readonly string[]): Promise<bigint> {
    const state = run.state();
    const counted = known.get(state);
    if (counted !== undefined) return counted;
    const steps = run.steps();
    await checked(run, path, steps.length === 0);
    let schedules = steps.length === 0 ? 1n : 0n;
    for (const [i, step] of steps.entries()) {
      const next = i === 0 ? run : await replay(path);
      await next.take(step);
      schedules += await visit(next, [...path, step]);
    }
    known.set(state, schedules);
    return schedules;
  }

  async function replay(path: readonly string[]): Promise<Run> {
    const run = await start();
    for (const step of path) await run.take(step);
    return run;
  }
}

async function checked(run: Run, path: readonly string[], ended: boolean): Promise<void> {
  try {
    await run.check(ended);
  } catch (error) {
    throw new Error(`after ${path.join(', ')}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
