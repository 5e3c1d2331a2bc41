import type { SensorDocument } from '../../model/document/document.ts';
import { type EventAddress, isSameAddress } from '../../model/event/address.ts';
import { compileExpression } from '../../model/expression/index.ts';
import { checkCondition, isJoined } from '../../model/sensor/check-condition.ts';
import { namesIn, parseCondition } from '../../model/sensor/condition.ts';
import type { CorrelationSpec } from '../../model/sensor/correlation.ts';
import type { DependencySpec } from '../../model/sensor/sensor.ts';
import type { TriggerSpec } from '../../model/trigger/trigger.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { CompiledDependency } from './compiled-dependency.ts';
import type { CompiledTrigger } from './compiled-trigger.ts';
import { compileDuring } from './during.ts';
import { compileJoin } from './join/compile-join.ts';
import { toRoute } from './join/route.ts';

/** A sensor whose expressions are compiled, once. */
export interface CompiledSensor {
  readonly namespace: string;
  readonly name: string;
  readonly triggers: readonly CompiledTrigger[];
}

/**
 * Compiles the expressions of a sensor that runs in `namespace`. Throws an `InvalidSpecError` that begins with
 * `<namespace>/<sensor>`.
 */
export function compileSensor(document: SensorDocument, namespace: string): CompiledSensor {
  const { name, namespace: own = namespace } = document.metadata;
  const { dependencies, correlate, triggers } = document.spec;
  const at = `${own}/${name}`;
  const compiled = Object.entries(dependencies).map(([dependency, spec]) =>
    compileDependency(dependency, spec, { namespace: own, at: `${at}: dependency '${dependency}'` }),
  );
  return {
    namespace: own,
    name,
    triggers: Object.entries(triggers).map(([trigger, spec]) =>
      compileTrigger({ namespace: own, sensor: name, trigger }, spec, { all: compiled, correlate }),
    ),
  };
}

function compileDependency(
  name: string,
  spec: DependencySpec,
  { namespace, at }: { readonly namespace: string; readonly at: string },
): CompiledDependency {
  const { eventSource, event, during, filter, transform } = spec;
  return {
    name,
    spec,
    address: { class: 'event', namespace: spec.namespace ?? namespace, eventSource, event },
    during: during && compileDuring(during),
    filter: filter && compileExpression(filter, `${at}: filter`),
    transform: transform && compileExpression(transform, `${at}: transform`),
  };
}

interface SensorParts {
  readonly all: readonly CompiledDependency[];
  readonly correlate: CorrelationSpec | undefined;
}

function compileTrigger(name: TriggerName, spec: TriggerSpec, { all, correlate }: SensorParts): CompiledTrigger {
  const at = `${name.namespace}/${name.sensor}: trigger '${name.trigger}'`;
  const condition = parseCondition(
    spec.when,
    all.map((dependency) => dependency.name),
    at,
  );
  checkCondition(condition, { correlated: correlate !== undefined, at: `${at}: when: '${spec.when}'` });
  const named = namesIn(condition);
  const dependencies = all.filter((dependency) => named.includes(dependency.name));
  return {
    name,
    spec,
    addresses: distinct(dependencies.map(({ address }) => address)),
    dependencies,
    joined: isJoined(condition),
    route: toRoute({ joined: isJoined(condition), dependencies, correlate }),
    join: compileJoin({
      condition,
      dependencies,
      correlate,
      resets: spec.resets,
      at: `${name.namespace}/${name.sensor}`,
    }),
    template: compileExpression(spec.template, `${at}: template`),
  };
}

function distinct(addresses: readonly EventAddress[]): readonly EventAddress[] {
  return addresses.filter((address, i) => addresses.findIndex((other) => isSameAddress(other, address)) === i);
}
