import type { CloudEvent } from '../../model/event/cloud-event.ts';
import { describe } from '../support/describe.ts';
import type { CompiledDependency } from './compiled-dependency.ts';

/** What a dependency's filter says of an event. `failed`: it cannot be evaluated, which is not false. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly reason: string };

const passed: Verdict = { kind: 'passed' };
const refused: Verdict = { kind: 'refused' };

/** Asks a dependency's time of day, then its filter. Without them, every event passes. */
export function judge({ name, during, filter }: CompiledDependency, event: CloudEvent): Verdict {
  if (!during && !filter) return passed;
  try {
    if (during && !during(Date.parse(event.time))) return refused;
    if (!filter) return passed;
    const answer = filter(event);
    if (answer === true) return passed;
    if (answer === false || answer === undefined || answer === null) return refused;
    return {
      kind: 'failed',
      reason: `dependency '${name}': filter: it answered a ${typeof answer}, not true or false`,
    };
  } catch (error) {
    return { kind: 'failed', reason: `dependency '${name}': filter: ${describe(error)}` };
  }
}
