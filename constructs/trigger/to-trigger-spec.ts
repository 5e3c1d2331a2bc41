import type { Bindings } from '../../model/expression/expression.ts';
import { checkTemplate, readExpression } from '../../model/expression/index.ts';
import type { StoredExpression } from '../../model/expression/stored-expression.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec, toJsonSchema } from '../../model/schema.ts';
import { isJoined } from '../../model/sensor/check-condition.ts';
import { checkTrigger } from '../../model/sensor/check-trigger.ts';
import { type ConditionTree, parseCondition } from '../../model/sensor/condition.ts';
import type { SensorSpec } from '../../model/sensor/sensor.ts';
import { suggest } from '../../model/suggest.ts';
import type { Dedup } from '../../model/trigger/dedup.ts';
import { type ActionSpec, deliverySchema, type TriggerSpec } from '../../model/trigger/trigger.ts';
import type { Action } from './action.ts';
import type { Trigger } from './trigger.ts';

/** A trigger whose types the compiler has checked. */
export type AnyTrigger = Trigger<string, unknown, Bindings, Record<string, unknown>>;

const options: Readonly<Record<keyof AnyTrigger, true>> = {
  when: true,
  bind: true,
  action: true,
  template: true,
  retry: true,
  timeout: true,
  suspended: true,
  start: true,
  resets: true,
  dedup: true,
  formerName: true,
  rateLimit: true,
};

/** What the document holds of a trigger. Throws an `InvalidSpecError` that names the part that is wrong. */
export function toTriggerSpec(
  trigger: AnyTrigger,
  sensor: Pick<SensorSpec, 'dependencies' | 'correlate'>,
  { name, at }: { readonly name: string; readonly at: string },
): TriggerSpec {
  const dependencies = Object.keys(sensor.dependencies);
  const { when = dependencies.join(' && '), bind, action, template, rateLimit, ...delivery } = trigger;
  const unknown = Object.keys(delivery).find((option) => !Object.hasOwn(options, option));
  if (unknown !== undefined)
    throw new InvalidSpecError(`${at}: there is no option '${unknown}'${suggest(unknown, Object.keys(options))}`);
  if (!action) throw new InvalidSpecError(`${at}: it has no action; say what it does, for example log()`);
  if (!template) throw new InvalidSpecError(`${at}: it has no template; say what the action is told`);
  if (rateLimit)
    throw new InvalidSpecError(`${at}: rateLimit needs state, which this release does not keep; take it out`);
  const parsed = parseSpec(deliverySchema, delivery, at);
  checkTrigger({ name, at, when, ...parsed }, sensor);
  return {
    when,
    action: toActionSpec(action, at),
    template: readTemplate(template, action, { at: `${at}: template`, ...(bind && { bind }) }),
    ...parsed,
    dedup: delivery.dedup ?? defaultDedup(parseCondition(when, dependencies, at)),
  };
}

function defaultDedup(condition: ConditionTree): Dedup | false {
  return isJoined(condition) && { window: '5m' };
}

function toActionSpec({ kind, options, schema }: Action<unknown>, at: string): ActionSpec {
  const spec = { kind, ...options };
  // The kinds of third parties are outside the union; a runtime that does not have them says so.
  return (schema ? parseSpec(schema, spec, `${at}: ${kind} action`) : spec) as ActionSpec;
}

function readTemplate(
  template: AnyTrigger['template'],
  action: Action<unknown>,
  place: { readonly at: string; readonly bind?: Bindings },
): StoredExpression {
  const stored = readExpression(template, place);
  if (action.template) checkTemplate(stored, toJsonSchema(action.template), place.at);
  return stored;
}
