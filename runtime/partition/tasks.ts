import { toShare } from '../../model/hash.ts';
import type { Json } from '../../model/json.ts';
import { Backoff } from '../support/backoff.ts';
import { type Clock, sleep } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { toTaskKey } from './cell-names.ts';

/** Work that one replica at a time does: the owner of the partition that its key falls into. */
export interface Task {
  /** `<namespace>/<name>`. */
  readonly key: string;
  /** Works until the signal aborts. A rejection is reported, and it is run again, for ever, with backoff. */
  run(context: TaskContext): Promise<void>;
}

export interface TaskContext {
  readonly signal: AbortSignal;
  readonly cell: TaskCell;
}

/** What a task remembers between its owners. */
interface TaskCell {
  get(): Json | undefined;
  /** Resolves once the journal has stored it. */
  set(value: Json): Promise<void>;
}

interface TaskHost {
  readonly cells: ReadonlyMap<string, Json>;
  mayAct(): true | Promise<void>;
  store(key: string, value: Json): Promise<void>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export interface TasksOptions extends TaskHost {
  readonly tasks: readonly Task[];
  /** The partition. */
  readonly index: number;
  /** How many partitions the worker's work has. */
  readonly count: number;
}

/** Runs a partition's tasks until the signal aborts; each promise resolves once one has stopped. */
export function startTasks({ tasks, index, count, ...host }: TasksOptions): readonly Promise<void>[] {
  return tasks.filter(({ key }) => toShare(key, count) === index).map((task) => runTask(task, host));
}

async function runTask(task: Task, { cells, mayAct, store, signal, clock, random, log }: TaskHost): Promise<void> {
  const key = toTaskKey(task.key);
  let value = cells.get(key);
  const cell: TaskCell = {
    get: () => value,
    async set(next) {
      await store(key, next);
      value = next;
    },
  };
  const backoff = new Backoff(random);
  while (!signal.aborted) {
    try {
      await mayAct();
      await task.run({ signal, cell });
      if (!signal.aborted) log.warn('a task ended; it is run again', { task: task.key });
    } catch (error) {
      if (signal.aborted) return;
      log.error('a task failed; it is run again', { task: task.key, error });
    }
    await sleep(clock, backoff.next(), signal).catch(() => {});
  }
}
