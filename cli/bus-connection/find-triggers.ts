import type { Document } from '../../model/document/document.ts';
import type { WorkerAddress } from '../../model/event/address.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { isJoined } from '../../model/sensor/check-condition.ts';
import { parseCondition } from '../../model/sensor/condition.ts';
import { suggest } from '../../model/suggest.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { defaultNamespace } from '../project/default-namespace.ts';

/** A trigger of the program, who runs it, and on which bus. */
export interface ProgramTrigger {
  readonly name: TriggerName;
  readonly worker: WorkerAddress;
  /** Its events wait for each other. */
  readonly joined: boolean;
  readonly bus: EventBusSpec;
  /** What it was called before. */
  readonly formerName?: string;
}

export interface TriggerFilter {
  /** `deploy`, or `ci/deploy` where two namespaces have a sensor of that name. */
  readonly sensor?: string | undefined;
  readonly trigger?: string | undefined;
}

/** The triggers of a program that a filter lets pass; throws where there is none, and says which there are. */
export function findTriggers(documents: readonly Document[], filter: TriggerFilter): readonly ProgramTrigger[] {
  const all = documents.flatMap(triggersOf);
  if (all.length === 0)
    throw new CommandError('the program declares no sensor, so there is nothing to tell of its triggers');
  const { sensor, trigger } = filter;
  const ofSensor = all.filter(({ name }) => sensor === undefined || isSensor(name, sensor));
  if (ofSensor.length === 0)
    throw usageError(`--sensor: '${sensor}' is no sensor of the program${suggest(sensor ?? '', sensorsOf(all))}`);
  const found = ofSensor.filter(({ name }) => trigger === undefined || name.trigger === trigger);
  const triggers = ofSensor.map(({ name }) => name.trigger);
  if (found.length === 0)
    throw usageError(`--trigger: there is no trigger '${trigger}'${suggest(trigger ?? '', triggers)}`);
  return found;
}

/** Each under its former name too, where it has one: what was stored before it was renamed is under that. */
export function withFormerNames(triggers: readonly ProgramTrigger[]): readonly ProgramTrigger[] {
  return triggers.flatMap((trigger) => {
    const { name, formerName } = trigger;
    return formerName === undefined ? [trigger] : [trigger, { ...trigger, name: { ...name, trigger: formerName } }];
  });
}

/** The bus that they are all on. Each worker has its own way to it. */
export function onlyBus(triggers: readonly ProgramTrigger[]): EventBusSpec {
  const [bus, another] = new Map(triggers.map(({ bus }) => [`${bus.kind} ${bus.name}`, bus])).values();
  if (bus && !another) return bus;
  throw usageError(`the program has the event buses '${bus?.name}' and '${another?.name}'; name a --sensor of one`);
}

function triggersOf(document: Document): ProgramTrigger[] {
  if (document.kind !== 'Sensor') return [];
  const { name: sensor, namespace = defaultNamespace, worker } = document.metadata;
  const { dependencies, triggers } = document.spec;
  const names = Object.keys(dependencies);
  return Object.entries(triggers).map(([trigger, { when, formerName }]) => ({
    name: { namespace, sensor, trigger },
    worker: { class: 'note', namespace, worker },
    joined: isJoined(parseCondition(when, names, `${namespace}/${sensor}: trigger '${trigger}'`)),
    bus: document.bus,
    ...(formerName !== undefined && { formerName }),
  }));
}

function isSensor({ namespace, sensor }: TriggerName, wanted: string): boolean {
  return wanted === sensor || wanted === `${namespace}/${sensor}`;
}

function sensorsOf(triggers: readonly ProgramTrigger[]): readonly string[] {
  return [...new Set(triggers.map(({ name }) => name.sensor))];
}
