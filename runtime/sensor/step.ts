import { isSameAddress } from '../../model/event/address.ts';
import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { Json } from '../../model/json.ts';
import type { Arrived } from './arrived.ts';
import type { CompiledDependency } from './compiled-dependency.ts';
import type { CompiledTrigger } from './compiled-trigger.ts';
import { toExecutionId } from './execution-id.ts';
import { judge } from './filter.ts';
import { render } from './render.ts';

/** What follows from it, exactly one of: */
export type Decision =
  /** Every dependency that has the event's address refused it. */
  | { readonly kind: 'filter' }
  | { readonly kind: 'execute'; readonly execution: Execution }
  /** It cannot be evaluated: the reason names the trigger's part and the path that was missing. */
  | { readonly kind: 'deadLetter'; readonly reason: string };

/** One run of a trigger's action, frozen: the same on every attempt and after every crash. */
export interface Execution {
  readonly id: string;
  /** What the template made of the events. */
  readonly template: Json;
}

/**
 * Decides what follows from an event for a trigger without state; a pure function of the two. Where one dependency's
 * filter cannot be evaluated and another lets the event pass, the trigger fires: either would have been enough.
 */
export function step(trigger: CompiledTrigger, { address, event }: Arrived): Decision {
  const passing: CompiledDependency[] = [];
  let undecided: string | undefined;
  for (const dependency of trigger.dependencies) {
    if (!isSameAddress(dependency.address, address)) continue;
    const verdict = judge(dependency, event);
    if (verdict.kind === 'passed') passing.push(dependency);
    else if (verdict.kind === 'failed') undecided ??= verdict.reason;
  }
  if (passing.length > 0) return execute(trigger, passing, event);
  return undecided === undefined ? { kind: 'filter' } : { kind: 'deadLetter', reason: undecided };
}

function execute(trigger: CompiledTrigger, passing: readonly CompiledDependency[], event: CloudEvent): Decision {
  const rendered = render(trigger, Object.fromEntries(passing.map(({ name }) => [name, event])));
  if (rendered.kind === 'deadLetter') return rendered;
  const id = toExecutionId({ trigger: trigger.name, key: event.id, events: [event] });
  return { kind: 'execute', execution: { id, template: rendered.template } };
}
