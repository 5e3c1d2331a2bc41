import type { CloudEvent } from '../../../model/event/cloud-event.ts';
import { describe } from '../../support/describe.ts';
import { type CompiledDependency, type CompiledTrigger, isSameAddress } from '../compile-sensor.ts';
import type { Arrived } from '../step.ts';
import type { CompiledWindow } from './compile-join.ts';

/** Dependencies of one address under which an event has the same key, or for which it has none. */
export interface Keyed {
  /** Where its events meet: empty where all of the trigger do. */
  readonly key: string | undefined;
  /** Why there is no key. */
  readonly problem?: string;
  readonly dependencies: readonly CompiledDependency[];
}

/** In characters; a key stands in the names of cells. */
const longest = 1024;

/**
 * The keys of an event that has the address of a trigger's dependencies. Filters are not asked: whoever edits one must
 * not move an event to another partition.
 */
export function keysOf({ dependencies, join }: CompiledTrigger, { address, event }: Arrived): readonly Keyed[] {
  const concerned = dependencies.filter((dependency) => isSameAddress(dependency.address, address));
  const keys = join.window?.keys;
  if (!keys) return [{ key: '', dependencies: concerned }];
  const found: { key: string | undefined; problem?: string; dependencies: CompiledDependency[] }[] = [];
  for (const dependency of concerned) {
    const { key, problem } = toKey(dependency.name, keys, event);
    const same = key === undefined ? undefined : found.find((other) => other.key === key);
    if (same) same.dependencies.push(dependency);
    else found.push({ key, ...(problem !== undefined && { problem }), dependencies: [dependency] });
  }
  return found;
}

function toKey(name: string, keys: CompiledWindow['keys'], event: CloudEvent): Pick<Keyed, 'key' | 'problem'> {
  const at = `correlate.by.${name}`;
  const expression = keys[name];
  if (!expression) return { key: undefined, problem: `${at} is missing` };
  try {
    const answer: unknown = expression(event);
    if (typeof answer === 'number' && Number.isFinite(answer)) return { key: String(answer) };
    if (typeof answer !== 'string' || answer === '')
      return { key: undefined, problem: `${at}: it answered ${tell(answer)}, not a text or a number` };
    if (answer.length > longest)
      return {
        key: undefined,
        problem: `${at}: it answered a text of ${answer.length} characters; a key has at most ${longest}`,
      };
    return { key: answer.toWellFormed() };
  } catch (error) {
    return { key: undefined, problem: `${at}: ${describe(error)}` };
  }
}

function tell(answer: unknown): string {
  if (answer === '') return 'an empty text';
  return typeof answer === 'object' && answer !== null ? 'an object' : String(answer);
}
