import { isJoined } from './check-condition.ts';
import { namesIn, parseCondition } from './condition.ts';
import type { SensorSpec } from './sensor.ts';

/** What is wrong with a sensor as a whole, whose parts are right each by itself; each begins with the part. */
export function problemsOf(sensor: SensorSpec): readonly string[] {
  return [...idleCorrelate(sensor), ...idleCollects(sensor), ...takenNames(sensor)];
}

function idleCorrelate(sensor: SensorSpec): readonly string[] {
  if (!sensor.correlate || joinedNames(sensor).size > 0) return [];
  return [
    "correlate: no trigger joins events, so it does nothing; name several in a condition (when: 'push && image'), or take it out",
  ];
}

function idleCollects(sensor: SensorSpec): readonly string[] {
  const joined = joinedNames(sensor);
  return Object.entries(sensor.dependencies)
    .filter(([name, { collect }]) => collect !== 'latest' && !joined.has(name))
    .map(
      ([name, { collect }]) =>
        `dependency '${name}': collect '${collect}' is for joins, and no condition joins '${name}' with another event; take it out`,
    );
}

function joinedNames({ dependencies, triggers }: SensorSpec): ReadonlySet<string> {
  const conditions = Object.values(triggers).map(({ when }) => parseCondition(when, Object.keys(dependencies), ''));
  return new Set(conditions.filter(isJoined).flatMap(namesIn));
}

function takenNames({ triggers }: SensorSpec): readonly string[] {
  const heirs = new Map<string, string>();
  return Object.entries(triggers).flatMap(([name, { formerName }]) => {
    if (formerName === undefined) return [];
    const at = `trigger '${name}': formerName '${formerName}'`;
    if (Object.hasOwn(triggers, formerName))
      return [`${at} is a trigger that is still there; name one that is no more, or take it out`];
    const heir = heirs.get(formerName);
    if (heir !== undefined) return [`${at} is that of '${heir}' too; only one can go on where it stood`];
    heirs.set(formerName, name);
    return [];
  });
}
