import { Cron } from 'croner';
import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema } from '../to-schema.ts';

/** Cron: five fields, or six that begin with seconds. One that never comes is refused. */
export const scheduleSchema: Schema<string> = toSchema(
  z.string().check(({ value, issues }) => {
    const problem = whatIsWrong(value);
    if (problem) issues.push({ code: 'custom', input: value, message: `${show(value)} ${problem}` });
  }),
);

function whatIsWrong(schedule: string): string | undefined {
  const example = "write five fields, for example '0 3 * * *', or six that begin with seconds";
  if (![5, 6].includes(schedule.trim().split(/\s+/).length)) return `is no cron schedule; ${example}`;
  try {
    const first = new Cron(schedule, { mode: '5-or-6-parts', timezone: 'UTC' }).nextRun(new Date(0));
    return first ? undefined : 'never comes; look at its day and month';
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `is no cron schedule (${reason}); ${example}`;
  }
}
