import { isSameAddress } from '../../../model/event/address.ts';
import type { Arrived } from '../arrived.ts';
import type { CompiledDependency } from '../compiled-dependency.ts';
import type { CompiledTrigger } from '../compiled-trigger.ts';
import { toKey } from './key.ts';

/** Dependencies of one address under which an event has the same key, or for which it has none. */
export interface Keyed {
  /** Where its events meet: empty where all of the trigger do. */
  readonly key: string | undefined;
  /** Why there is no key. */
  readonly problem?: string;
  readonly dependencies: readonly CompiledDependency[];
}

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
    const { key, problem } = toKey(keys[dependency.name], { at: `correlate.by.${dependency.name}`, event });
    const same = key === undefined ? undefined : found.find((other) => other.key === key);
    if (same) same.dependencies.push(dependency);
    else found.push({ key, ...(problem !== undefined && { problem }), dependencies: [dependency] });
  }
  return found;
}
