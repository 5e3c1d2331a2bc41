import { Cron } from 'croner';
import type { Reset } from '../../../model/trigger/reset.ts';

/** When a trigger's resets are due, around a moment; in milliseconds since 1970. */
export interface ResetTimes {
  /** The last at the moment or before; `-Infinity` where none was. */
  readonly last: number;
  /** The first behind it; `Infinity` where none follows. */
  readonly next: number;
}

export type Resets = (at: number) => ResetTimes;

export function compileResets(resets: readonly Required<Reset>[]): Resets {
  const crons = resets.map(
    ({ schedule, timeZone }) => new Cron(schedule, { mode: '5-or-6-parts', timezone: timeZone }),
  );
  let times: ResetTimes = { last: Number.POSITIVE_INFINITY, next: Number.NEGATIVE_INFINITY };
  return (at) => {
    if (at < times.last || at >= times.next) {
      times = {
        last: Math.max(Number.NEGATIVE_INFINITY, ...crons.map((cron) => toLast(cron, at))),
        next: Math.min(Number.POSITIVE_INFINITY, ...crons.map((cron) => toNext(cron, at))),
      };
    }
    return times;
  };
}

function toLast(cron: Cron, at: number): number {
  // a tick within the moment's own second counts
  const [run] = cron.previousRuns(1, new Date(at - (at % 1000) + 1000));
  return run?.getTime() ?? Number.NEGATIVE_INFINITY;
}

function toNext(cron: Cron, at: number): number {
  return cron.nextRun(new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY;
}
