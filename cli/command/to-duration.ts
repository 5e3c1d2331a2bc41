import { isDuration, toMs } from '../../model/duration.ts';
import { usageError } from './command-error.ts';

/** The milliseconds that an option names. Throws a usage error. */
export function toDuration(option: string, text: string): number {
  if (isDuration(text)) return toMs(text);
  throw usageError(`${option}: '${text}' is no duration; write a number and a unit, for example 10m or 24h`);
}
