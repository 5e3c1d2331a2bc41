import type { CloudEvent } from '../../model/event/cloud-event.ts';
import { describe } from '../support/describe.ts';
import type { CompiledDependency } from './compiled-dependency.ts';

/** What a dependency's filter says of an event. `failed`: it cannot be evaluated, which is not false. */
export type Verdict =
  | { readonly kind: 'passed' }
  /** With a reason where it cannot be evaluated, and the dependency takes that for false. */
  | { readonly kind: 'refused'; readonly reason?: string }
  | { readonly kind: 'failed'; readonly reason: string };

const passed: Verdict = { kind: 'passed' };
const refused: Verdict = { kind: 'refused' };

/** Asks a dependency's time of day, then its filter. Without them, every event passes. */
export function judge(dependency: CompiledDependency, event: CloudEvent): Verdict {
  const { during, filter } = dependency;
  if (!during && !filter) return passed;
  try {
    if (during && !during(Date.parse(event.time))) return refused;
    if (!filter) return passed;
    const answer = filter(event);
    if (answer === true) return passed;
    if (answer === false || answer === undefined || answer === null) return refused;
    return toFailure(dependency, `it answered a ${typeof answer}, not true or false`);
  } catch (error) {
    return toFailure(dependency, describe(error));
  }
}

function toFailure({ name, spec }: CompiledDependency, why: string): Verdict {
  const kind = spec.onFilterError === 'filter' ? 'refused' : 'failed';
  return { kind, reason: `dependency '${name}': filter: ${why}` };
}
