import type { Log } from '../support/log.ts';
import type { Readiness } from './health.ts';

interface Starting {
  /** For whatever the start may wait for: its warnings give the reason. */
  readonly log: Log;
  readiness(): Readiness;
}

/** Tells why a process is not ready that has not begun yet, as far as that is known. */
export function createStarting(role: 'worker' | 'keeper', log: Log): Starting {
  let reason: string | undefined;
  return {
    log: hearReasons(log, (told) => {
      reason = told;
    }),
    readiness: () => ({
      ready: false,
      reasons: [reason === undefined ? `the ${role} is starting` : `the ${role} waits for the event bus: ${reason}`],
    }),
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
