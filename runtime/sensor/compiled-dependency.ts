import type { EventAddress } from '../../model/event/address.ts';
import type { CompiledExpression } from '../../model/expression/index.ts';
import type { DependencySpec } from '../../model/sensor/sensor.ts';
import type { During } from './during.ts';

/** A dependency whose expressions are compiled, once. */
export interface CompiledDependency {
  readonly name: string;
  readonly spec: DependencySpec;
  readonly address: EventAddress;
  readonly during: During | undefined;
  readonly filter: CompiledExpression | undefined;
  readonly transform: CompiledExpression | undefined;
}
