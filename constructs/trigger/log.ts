import { type LogOptions, logActionSchema } from '../../model/trigger/log.ts';
import type { Action } from './action.ts';

/**
 * Writes what `template` returns to the worker's log.
 * @example
 * log({ level: 'warn' })
 */
export function log(options: LogOptions = {}): Action<unknown> {
  return { kind: 'log', options, schema: logActionSchema };
}
