import type { Document } from '../../model/document/document.ts';
import { decodeEvent } from '../../model/event/decode.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { compileSensor } from '../../runtime/sensor/compile-sensor.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { explain } from '../../runtime/sensor/explain.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import { describeExplanation } from '../text/describe-explanation.ts';
import type { Explain } from './present.ts';

/** Says of an event that a trigger filtered which term of each dependency's filter was false, and the values it met. */
export function createExplain(documents: readonly Document[]): Explain {
  const sensors = documents.filter((document) => document.kind === 'Sensor');
  const triggers = sensors.flatMap((document) => compileSensor(document, defaultNamespace).triggers);
  const byName = new Map(triggers.map((trigger): [string, CompiledTrigger] => [toTriggerKey(trigger.name), trigger]));
  return ({ trigger: name, address, event }) => {
    const trigger = byName.get(toTriggerKey(name));
    if (!trigger) return [''];
    return explain(trigger, { address, event: decodeEvent(event) }).map(describeExplanation);
  };
}
