import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { BusRefusedError } from '../event-bus/error.ts';

/** What ended a process, in lines for those who run it; absent where it is nothing that they can mend. */
export function explainFailure(error: unknown): readonly string[] | undefined {
  if (error instanceof InvalidSpecError) return error.message.split('\n');
  return error instanceof BusRefusedError ? [error.message] : undefined;
}
