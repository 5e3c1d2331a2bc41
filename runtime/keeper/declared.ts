import type { SensorDocument, WorkerDocument } from '../../model/document/document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { Start } from '../event-bus/contract.ts';
import { compileSensor } from '../sensor/compile-sensor.ts';

/** What documents declare, as far as a bus is concerned. */
export interface Declared {
  readonly workers: readonly WorkerName[];
  readonly triggers: readonly DeclaredTrigger[];
}

export interface WorkerName {
  readonly namespace: string;
  readonly worker: string;
}

/** A trigger on a worker: what has a place in that worker's journals. */
export interface PlacedTrigger {
  readonly worker: WorkerName;
  readonly trigger: TriggerName;
  /** What it was called before: where it has no place of its own, it goes on where that stands. */
  readonly former?: TriggerName;
}

export interface DeclaredTrigger extends PlacedTrigger {
  /** What it depends on. */
  readonly addresses: readonly EventAddress[];
  readonly start: Start;
}

/** What a sensor says in a namespace: expressions take a while to compile, and documents are immutable. */
const compiled = new WeakMap<
  SensorDocument,
  { readonly namespace: string; readonly triggers: readonly DeclaredTrigger[] }
>();

/** Documents that name no namespace are of `namespace`. Throws an `InvalidSpecError` for a sensor that cannot run. */
export function readDeclared(documents: readonly WorkerDocument[], namespace: string): Declared {
  const workers = new Map<string, WorkerName>();
  const triggers = documents.flatMap((document): readonly DeclaredTrigger[] => {
    const { namespace: own = namespace, worker: name } = document.metadata;
    const worker = { namespace: own, worker: name };
    workers.set(toWorkerKey(worker), worker);
    return document.kind === 'Sensor' ? readTriggers(document, worker) : [];
  });
  return { workers: [...workers.values()], triggers };
}

function readTriggers(document: SensorDocument, worker: WorkerName): readonly DeclaredTrigger[] {
  const { namespace } = worker;
  const known = compiled.get(document);
  if (known?.namespace === namespace) return known.triggers;
  const triggers = compileSensor(document, namespace).triggers.map(
    ({ name: trigger, addresses, spec: { start, formerName } }): DeclaredTrigger => ({
      worker,
      trigger,
      ...(formerName !== undefined && { former: { ...trigger, trigger: formerName } }),
      addresses,
      start,
    }),
  );
  compiled.set(document, { namespace, triggers });
  return triggers;
}

export function toWorkerKey({ namespace, worker }: WorkerName): string {
  return `${namespace}/${worker}`;
}

/** The name of a trigger on a worker, in cells and log lines: `ci/main: ci/deploy/announce`. */
export function toPlacedKey({ worker, trigger }: PlacedTrigger): string {
  return `${toWorkerKey(worker)}: ${toTriggerKey(trigger)}`;
}

/** What a trigger was called before, as a trigger of its worker. */
export function toFormer({ worker, former }: PlacedTrigger): PlacedTrigger | undefined {
  return former && { worker, trigger: former };
}

/** The worker that a key of its own, or of a trigger on it, names. */
export function readWorkerKey(key: string): WorkerName {
  const [namespace = '', worker = ''] = (key.split(':')[0] ?? '').split('/');
  return { namespace, worker };
}
