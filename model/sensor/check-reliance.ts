import type { EventPromises } from '../event-bus/event-promises.ts';
import type { StoredExpression } from '../expression/stored-expression.ts';
import { InvalidSpecError } from '../invalid-spec-error.ts';
import type { TriggerSpec } from '../trigger/trigger.ts';
import { isJoined } from './check-condition.ts';
import { namesIn, parseCondition } from './condition.ts';
import type { SensorSpec } from './sensor.ts';

interface Place {
  readonly at: string;
  readonly bus: { readonly name: string; readonly promises: EventPromises };
}

type Sensor = Pick<SensorSpec, 'dependencies' | 'correlate'>;

/** Throws an `InvalidSpecError` where a trigger says something that stands on what its bus does not promise. */
export function checkReliance(
  trigger: Pick<TriggerSpec, 'when' | 'suspended' | 'dedup'>,
  sensor: Sensor,
  { at, bus: { name, promises } }: Place,
): void {
  const problem =
    (!promises.keepsUntilDone && whatIsLost(trigger, promises)) ||
    (promises.repeats === 'stored' && whatIsTakenTwice(trigger, sensor)) ||
    (promises.order === 'partitionkey' && whatHasNoOrder(trigger, sensor, promises));
  if (problem) throw new InvalidSpecError(`${at}: ${problem.replaceAll('<bus>', `the bus '${name}'`)}`);
}

function whatIsLost({ suspended }: Pick<TriggerSpec, 'suspended'>, { remedies }: EventPromises): string | undefined {
  if (!suspended) return undefined;
  return `suspended: its events wait on <bus>, which removes them after a while all the same; ${orHave('it keep them', remedies?.keepsUntilDone)}take it out`;
}

function whatIsTakenTwice({ when, dedup }: Pick<TriggerSpec, 'when' | 'dedup'>, sensor: Sensor): string | undefined {
  if (dedup !== false || joinedNames(when, sensor).length === 0) return undefined;
  return "dedup: false takes a repeat for another event, and <bus> stores repeats; say how late one may come: { window: '5m' }";
}

function whatHasNoOrder(
  { when }: Pick<TriggerSpec, 'when'>,
  sensor: Sensor,
  { remedies }: EventPromises,
): string | undefined {
  const { dependencies, correlate } = sensor;
  const name = joinedNames(when, sensor).find(
    (name) => dependencies[name]?.collect !== 'latest' && !isPartitionKey(correlate?.by[name]),
  );
  if (name === undefined) return undefined;
  return `'${name}' collects '${dependencies[name]?.collect}', which goes by the order of events, and <bus> keeps that within a partitionkey only; ${orHave('it keep the order of all', remedies?.order)}correlate by it ('${name}': ({ extensions }) => extensions.partitionkey)`;
}

function orHave(what: string, remedy: string | undefined): string {
  return remedy === undefined ? '' : `have ${what} (${remedy}), or `;
}

function joinedNames(when: string, { dependencies }: Sensor): readonly string[] {
  const tree = parseCondition(when, Object.keys(dependencies), '');
  return isJoined(tree) ? namesIn(tree) : [];
}

const partitionKey = /^(?:\(\{ extensions \}\) => |\((\w+)\) => \1\.)extensions\.partitionkey$/;

/** Whether events meet under the key that a bus keeps in order. */
function isPartitionKey(key: StoredExpression | undefined): boolean {
  return key !== undefined && partitionKey.test(key.code);
}
