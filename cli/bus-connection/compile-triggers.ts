import type { Document } from '../../model/document/document.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { compileSensor } from '../../runtime/sensor/compile-sensor.ts';
import type { CompiledTrigger } from '../../runtime/sensor/compiled-trigger.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import type { ProgramTrigger } from './find-triggers.ts';

/** A trigger of the program as its worker runs it. */
export interface RunTrigger extends ProgramTrigger {
  readonly trigger: CompiledTrigger;
}

/** These triggers, their expressions compiled. */
export function compileTriggers(documents: readonly Document[], wanted: readonly ProgramTrigger[]): RunTrigger[] {
  const sensors = documents.filter((document) => document.kind === 'Sensor');
  const compiled = sensors.flatMap((document) => compileSensor(document, defaultNamespace).triggers);
  const byKey = new Map(compiled.map((trigger) => [toTriggerKey(trigger.name), trigger]));
  return wanted.flatMap((program) => {
    const trigger = byKey.get(toTriggerKey(program.name));
    return trigger ? [{ ...program, trigger }] : [];
  });
}
