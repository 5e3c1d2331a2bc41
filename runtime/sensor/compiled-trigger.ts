import type { EventAddress } from '../../model/event/address.ts';
import type { CompiledExpression } from '../../model/expression/index.ts';
import type { TriggerSpec } from '../../model/trigger/trigger.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { CompiledDependency } from './compiled-dependency.ts';
import type { CompiledJoin } from './join/compile-join.ts';
import type { Route } from './join/route.ts';

/** A trigger whose expressions are compiled, once. */
export interface CompiledTrigger {
  readonly name: TriggerName;
  readonly spec: TriggerSpec;
  /** Where its dependencies' events are, each once. */
  readonly addresses: readonly EventAddress[];
  /** Those that its condition names; where it is not joined, any of them fires it. */
  readonly dependencies: readonly CompiledDependency[];
  /** Whether it waits for several events; else it acts on each by itself. */
  readonly joined: boolean;
  /** How its events meet, where they wait for each other. */
  readonly join: CompiledJoin;
  /** Which partition an event of it belongs to. */
  readonly route: Route;
  readonly template: CompiledExpression;
}
