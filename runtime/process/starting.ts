import type { Log } from '../support/log.ts';
import type { Readiness } from './health.ts';

export interface Starting {
  /** For whatever the start may wait for: its warnings give the reason. */
  readonly log: Log;
  /** What it waits for, in a sentence: until there is another reason. */
  tell(reason: string): void;
  readiness(): Readiness;
}

/** Tells why a process is not ready that has not begun yet, as far as that is known. */
export function createStarting(role: 'worker' | 'keeper', log: Log): Starting {
  let reason: string | undefined;
  return {
    log: hearReasons(log, (told) => {
      reason = `the ${role} waits for the event bus: ${told}`;
    }),
    tell(told) {
      reason = told;
    },
    readiness: () => ({ ready: false, reasons: [reason ?? `the ${role} is starting`] }),
  };
}

/** The same log; what its warnings give as the reason is told besides. */
export function hearReasons(log: Log, tell: (reason: string) => void): Log {
  return {
    ...log,
    warn(message, fields) {
      if (typeof fields?.reason === 'string') tell(fields.reason);
      log.warn(message, fields);
    },
  };
}
