import type { Clock } from './clock.ts';
import { type Log, type LogFields, type LogLevel, logLevels } from './log.ts';

export interface ThrottleOptions {
  readonly clock: Clock;
  /** What a line is about: only one line about the same thing is written in 10 s. */
  readonly subjectOf: (message: string, fields: LogFields) => string;
}

interface Line {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** What was said of a subject since its last line. */
interface Held {
  line: Line | undefined;
  leftOut: number;
  timer: Disposable;
}

const everyMs = 10_000;

/**
 * A log whose warnings and errors come once in 10 s for each subject: the first at once, then the most urgent and latest
 * of those that came meanwhile, with the number of the others, `leftOut`. A warning that was held back is left out once
 * the log is told of the same subject at `info`: it is over. Disposing it writes what it holds.
 */
export function throttleLog(log: Log, { clock, subjectOf }: ThrottleOptions): Log & Disposable {
  const held = new Map<string, Held>();
  return Object.assign(createLog({}), {
    [Symbol.dispose]() {
      for (const [subject, { timer }] of held) {
        timer[Symbol.dispose]();
        release(subject);
      }
      held.clear();
    },
  });

  function createLog(fields: LogFields): Log {
    const at = (level: 'warn' | 'error') => (message: string, more?: LogFields) => {
      const all = { ...fields, ...more };
      say(subjectOf(message, all), { level, message, fields: all });
    };
    return {
      debug: (message, more) => log.debug(message, { ...fields, ...more }),
      info(message, more) {
        const all = { ...fields, ...more };
        settle(subjectOf(message, all));
        log.info(message, all);
      },
      warn: at('warn'),
      error: at('error'),
      with: (more) => createLog({ ...fields, ...more }),
    };
  }

  function say(subject: string, line: Line): void {
    const known = held.get(subject);
    if (!known) {
      log[line.level](line.message, line.fields);
      held.set(subject, { line: undefined, leftOut: 0, timer: openAgain(subject) });
      return;
    }
    if (known.line) known.leftOut++;
    if (!known.line || urgency(line) >= urgency(known.line)) known.line = line;
  }

  /** A warning that is held would be told as news of something older. */
  function settle(subject: string): void {
    const known = held.get(subject);
    if (known?.line?.level === 'warn') Object.assign(known, { line: undefined, leftOut: 0 });
  }

  function openAgain(subject: string): Disposable {
    return clock.schedule(everyMs, () => {
      if (release(subject)) held.set(subject, { line: undefined, leftOut: 0, timer: openAgain(subject) });
      else held.delete(subject);
    });
  }

  /** Whether there was a line to write. */
  function release(subject: string): boolean {
    const { line, leftOut = 0 } = held.get(subject) ?? {};
    if (line) log[line.level](line.message, { ...line.fields, ...(leftOut > 0 && { leftOut }) });
    return line !== undefined;
  }
}

function urgency({ level }: Line): number {
  return logLevels.indexOf(level);
}
