import { type EventAddress, isSameAddress } from '../../../model/event/address.ts';
import { type CompiledExpression, compileExpression } from '../../../model/expression/index.ts';
import type { StoredExpression } from '../../../model/expression/stored-expression.ts';
import { hash32 } from '../../../model/hash.ts';
import type { CorrelationSpec } from '../../../model/sensor/correlation.ts';
import type { Arrived } from '../arrived.ts';
import type { CompiledDependency } from '../compiled-dependency.ts';
import { compileKey, toKey } from './key.ts';

/** What decides which partition an event of a trigger belongs to; what a journal holds of it can be asked again. */
export type Route =
  /** Its id. */
  | 'id'
  /** Nothing: all events of the trigger belong to one. */
  | 'sensor'
  /** What one of these makes of it. */
  | { readonly keys: readonly RouteKey[] };

export interface RouteKey {
  readonly address: EventAddress;
  /** Absent where a dependency has none. */
  readonly by?: StoredExpression;
  /** What makes the data that `by` is given; absent where that is the event's own. */
  readonly transform?: StoredExpression;
}

interface RouteOptions {
  readonly joined: boolean;
  readonly dependencies: readonly CompiledDependency[];
  readonly correlate: CorrelationSpec | undefined;
}

/** The same for whatever names its dependencies have, in whatever order they stand. */
export function toRoute({ joined, dependencies, correlate }: RouteOptions): Route {
  if (!joined) return 'id';
  if (!correlate) return 'sensor';
  const keys = dependencies.map(({ name, address, spec: { transform } }): readonly [string, RouteKey] => {
    const by = correlate.by[name];
    const { namespace, eventSource, event } = address;
    const key = {
      address: { class: 'event', namespace, eventSource, event },
      ...(by && { by }),
      ...(transform && { transform }),
    } as const;
    return [JSON.stringify(key), key];
  });
  const sorted = [...new Map(keys)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { keys: sorted.map(([, key]) => key) };
}

/** Names a route in a few characters. */
export function toRouteName(route: Route): string {
  return typeof route === 'string' ? route : `keys-${hash32(JSON.stringify(route.keys)).toString(36)}`;
}

/** The keys under which an event belonged to a trigger; `undefined` stands for its id, where an expression made none. */
export type RouteKeys = (arrived: Arrived) => readonly (string | undefined)[];

/** Throws an `InvalidSpecError` where an expression cannot be compiled. */
export function compileRouteKeys(keys: readonly RouteKey[]): RouteKeys {
  const at = 'correlate.by';
  const compiled = keys.map(({ address, by, transform }): readonly [EventAddress, CompiledExpression | undefined] => [
    address,
    by && compileKey({ by, transform: transform && compileExpression(transform, at) }, at),
  ]);
  return ({ address, event }) =>
    compiled.filter(([own]) => isSameAddress(own, address)).map(([, by]) => toKey(by, { at, event }).key);
}
