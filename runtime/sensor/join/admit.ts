import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import { describe } from '../../support/describe.ts';
import type { CompiledDependency } from '../compiled-dependency.ts';
import { judge } from '../filter.ts';
import type { Keyed } from './keys-of.ts';

/** What becomes of an event that came to a join. */
export type Admission =
  | { readonly kind: 'filter' }
  | { readonly kind: 'deadLetter'; readonly reason: string }
  | { readonly kind: 'take'; readonly takers: readonly Taker[] };

/** Dependencies that take an event under one key. */
export interface Taker {
  readonly key: string;
  readonly dependencies: readonly string[];
}

/** How many dependencies take an event. */
export function countUnits(takers: readonly Taker[]): number {
  return takers.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
}

/**
 * Asks the filters of those that an event concerns. As long as one takes it, what another cannot evaluate is of no
 * account: either would have been enough.
 */
export function admit(keyed: readonly Keyed[], event: CloudEvent): Admission {
  const takers: Taker[] = [];
  let undecided: string | undefined;
  for (const { key, problem, dependencies } of keyed) {
    const taking: string[] = [];
    for (const dependency of dependencies) {
      const verdict = take(dependency, event, problem);
      if (verdict.kind === 'passed') taking.push(dependency.name);
      else if (verdict.kind === 'failed') undecided ??= verdict.reason;
    }
    if (key !== undefined && taking.length > 0) takers.push({ key, dependencies: taking });
  }
  if (takers.length > 0) return { kind: 'take', takers };
  return undecided === undefined ? { kind: 'filter' } : { kind: 'deadLetter', reason: undecided };
}

function take(dependency: CompiledDependency, event: CloudEvent, problem: string | undefined) {
  const verdict = judge(dependency, event);
  if (verdict.kind !== 'passed') return verdict;
  try {
    // what cannot be transformed must not spoil the events that it would meet
    dependency.transform?.(event);
    return problem === undefined ? verdict : ({ kind: 'failed', reason: problem } as const);
  } catch (error) {
    return { kind: 'failed', reason: `dependency '${dependency.name}': transform: ${describe(error)}` } as const;
  }
}
