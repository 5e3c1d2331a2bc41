import type { SensorDocument } from '../../model/document/document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import { type CompiledExpression, compileExpression } from '../../model/expression/index.ts';
import { checkStateless } from '../../model/sensor/check-stateless.ts';
import { namesIn, parseCondition } from '../../model/sensor/condition.ts';
import type { DependencySpec } from '../../model/sensor/sensor.ts';
import type { TriggerSpec } from '../../model/trigger/trigger.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';

/** A sensor whose expressions are compiled, once. */
export interface CompiledSensor {
  readonly namespace: string;
  readonly name: string;
  readonly triggers: readonly CompiledTrigger[];
}

export interface CompiledTrigger {
  readonly name: TriggerName;
  readonly spec: TriggerSpec;
  /** Where its dependencies' events are, each once. */
  readonly addresses: readonly EventAddress[];
  /** Those that its condition names; any of them fires it. */
  readonly dependencies: readonly CompiledDependency[];
  readonly template: CompiledExpression;
}

export interface CompiledDependency {
  readonly name: string;
  readonly spec: DependencySpec;
  readonly address: EventAddress;
  readonly filter: CompiledExpression | undefined;
  readonly transform: CompiledExpression | undefined;
}

/**
 * Compiles the expressions of a sensor that runs in `namespace`. Throws an `InvalidSpecError` that begins with
 * `<namespace>/<sensor>`, also for a trigger that needs more than one event.
 */
export function compileSensor(document: SensorDocument, namespace: string): CompiledSensor {
  const { name, namespace: own = namespace } = document.metadata;
  const { dependencies, triggers } = document.spec;
  const at = `${own}/${name}`;
  const compiled = Object.entries(dependencies).map(([dependency, spec]) =>
    compileDependency(dependency, spec, { namespace: own, at: `${at}: dependency '${dependency}'` }),
  );
  return {
    namespace: own,
    name,
    triggers: Object.entries(triggers).map(([trigger, spec]) =>
      compileTrigger({ namespace: own, sensor: name, trigger }, spec, compiled),
    ),
  };
}

function compileDependency(
  name: string,
  spec: DependencySpec,
  { namespace, at }: { readonly namespace: string; readonly at: string },
): CompiledDependency {
  const { eventSource, event, filter, transform } = spec;
  return {
    name,
    spec,
    address: { class: 'event', namespace: spec.namespace ?? namespace, eventSource, event },
    filter: filter && compileExpression(filter, `${at}: filter`),
    transform: transform && compileExpression(transform, `${at}: transform`),
  };
}

function compileTrigger(name: TriggerName, spec: TriggerSpec, all: readonly CompiledDependency[]): CompiledTrigger {
  const at = `${name.namespace}/${name.sensor}: trigger '${name.trigger}'`;
  const condition = parseCondition(
    spec.when,
    all.map((dependency) => dependency.name),
    at,
  );
  checkStateless(condition, `${at}: when: '${spec.when}'`);
  const named = namesIn(condition);
  const dependencies = all.filter((dependency) => named.includes(dependency.name));
  return {
    name,
    spec,
    addresses: distinct(dependencies.map(({ address }) => address)),
    dependencies,
    template: compileExpression(spec.template, `${at}: template`),
  };
}

/** Whether two addresses are one. */
export function isSameAddress(a: EventAddress, b: EventAddress): boolean {
  return a.event === b.event && a.eventSource === b.eventSource && a.namespace === b.namespace;
}

function distinct(addresses: readonly EventAddress[]): readonly EventAddress[] {
  return addresses.filter((address, i) => addresses.findIndex((other) => isSameAddress(other, address)) === i);
}
