import { InvalidSpecError } from '../invalid-spec-error.ts';
import { checkName } from '../names.ts';
import type { TriggerSpec } from '../trigger/trigger.ts';
import { checkCondition, isJoined } from './check-condition.ts';
import { namesIn, parseCondition } from './condition.ts';
import type { SensorSpec } from './sensor.ts';

/** Throws an `InvalidSpecError` where a trigger's condition and options do not fit each other, or its sensor. */
export function checkTrigger(
  { name, at, ...trigger }: Pick<TriggerSpec, 'when' | 'resets' | 'formerName'> & Place,
  { dependencies, correlate }: Pick<SensorSpec, 'dependencies' | 'correlate'>,
): void {
  const { when, resets, formerName } = trigger;
  const tree = parseCondition(when, Object.keys(dependencies), at);
  checkCondition(tree, { correlated: correlate !== undefined, at: `${at}: when: '${when}'` });
  if (isJoined(tree)) checkKeys(namesIn(tree), correlate?.by, `${at}: when: '${when}'`);
  else if (resets.length > 0)
    throw new InvalidSpecError(
      `${at}: resets: it acts on one event at a time, and none waits for another; take 'resets' out`,
    );
  if (formerName === undefined) return;
  checkName('a trigger', formerName, `${at}: formerName`);
  if (formerName === name)
    throw new InvalidSpecError(
      `${at}: formerName '${formerName}' is its own name; write what it was called before, or take it out`,
    );
}

interface Place {
  readonly name: string;
  readonly at: string;
}

function checkKeys(names: readonly string[], by: object | undefined, at: string): void {
  const without = by && names.find((name) => !Object.hasOwn(by, name));
  if (without !== undefined)
    throw new InvalidSpecError(
      `${at}: '${without}' has no key in correlate.by, and would meet nothing; add by: { '${without}': (event) => … }`,
    );
}
