import { startMembership } from '../partition/membership/membership.ts';
import { startPartitions } from '../partition/partitions.ts';
import type { Task, TaskContext } from '../partition/tasks.ts';
import type { Timing } from '../partition/timing.ts';
import { type Readiness, startHealth } from '../process/health.ts';
import { Gate } from '../support/gate.ts';
import { orAborted } from '../support/or-aborted.ts';
import { toWorkerKey } from './declared.ts';
import { startFirstAid } from './first-aid.ts';
import { type Report, type RoundOptions, Rounds, type Situation } from './round.ts';
import { Trouble } from './trouble.ts';

export interface KeeperOptions extends RoundOptions {
  /** Unique to this start of this process. */
  readonly replica: string;
  /** Asked before each round. */
  readonly situation: () => Situation;
  readonly timing: Timing;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** A round has ended here. */
  readonly onRound: (report: Report) => void;
}

/** One replica of a keeper: of all that run, one at a time is at work. Disposing it hands over. */
export interface Keeper extends AsyncDisposable {
  readiness(): Readiness;
  /** The situation has changed: the next round begins at once. */
  nudge(): void;
  /** Not ready from now on: it is about to be disposed. */
  drain(): void;
}

const everyMs = 10_000;

/**
 * Starts to keep a bus. A keeper is a worker of one partition with one task, so that who is at work is settled as it is
 * for workers; what that needs of the bus, any replica sees to.
 */
export function startKeeper(options: KeeperOptions): Keeper {
  const { bus, self, replica, clock } = options;
  const changed = new Gate();
  const shared = { ...options, ...self, observe: () => {} };
  const partitions = startPartitions({
    ...shared,
    count: 1,
    owner: replica,
    isLive: (owner) => membership.isLive(owner),
    triggers: [],
    tasks: [createTask(options, changed)],
  });
  const membership = startMembership({
    ...shared,
    configHash: 'keeper',
    count: 1,
    onChange: partitions.place,
  });
  const health = startHealth({ bus, clock, conditions: [] });
  const firstAid = startFirstAid({ ...options, everyMs });

  return {
    readiness: health.readiness,
    nudge: () => changed.open(),
    drain: health.drain,
    async [Symbol.asyncDispose]() {
      health.drain();
      await firstAid[Symbol.asyncDispose]();
      membership.retire();
      await partitions[Symbol.asyncDispose]();
      await membership[Symbol.asyncDispose]();
      health[Symbol.dispose]();
    },
  };
}

/** Round after round, while the keeper's partition is owned. */
function createTask(options: KeeperOptions, changed: Gate): Task {
  const { clock, log, self, situation, onRound } = options;
  return {
    key: toWorkerKey(self),
    async run(context: TaskContext) {
      log.info('this keeper is at work');
      const rounds = new Rounds(options);
      const trouble = new Trouble({ clock, log, what: 'the bus could not be seen to; it is tried again' });
      while (!context.signal.aborted) {
        try {
          onRound(await rounds.run(situation(), context));
          trouble.end();
        } catch (error) {
          if (context.signal.aborted) return;
          trouble.tell(error);
        }
        using _ = clock.schedule(everyMs, () => changed.open());
        await orAborted(changed.wait(), context.signal).catch(() => {});
      }
    },
  };
}
