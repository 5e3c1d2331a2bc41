import type { SensorDocument } from '../../model/document/document.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { RunnableTrigger } from '../partition/acting/trigger-runner.ts';
import { compileSensor } from '../sensor/compile-sensor.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Secrets } from '../support/secrets.ts';
import { TriggerError } from '../trigger/error.ts';
import { openTrigger } from '../trigger/index.ts';

export interface Triggers extends AsyncDisposable {
  readonly runnable: readonly RunnableTrigger[];
}

interface TriggersOptions {
  readonly documents: readonly SensorDocument[];
  readonly namespace: string;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
}

/** Compiles the sensors, and opens the action of each of their triggers. */
export async function openTriggers({ documents, namespace, secrets, clock, log }: TriggersOptions): Promise<Triggers> {
  const compiled = documents.flatMap((document) => compileSensor(document, namespace).triggers);
  const runnable: RunnableTrigger[] = await Promise.all(
    compiled.map(async (trigger) => {
      const at = toTriggerKey(trigger.name);
      const action = await openTrigger({
        options: trigger.spec.action,
        at,
        clock,
        log: log.with({ trigger: at }),
        secret: (ref) =>
          secrets.read(ref).catch((cause: Error) => {
            throw new TriggerError('secretUnavailable', `${at}: ${cause.message}`, { cause });
          }),
      });
      return { trigger, action };
    }),
  );
  return {
    runnable,
    async [Symbol.asyncDispose]() {
      await Promise.all(runnable.map(({ action }) => action[Symbol.asyncDispose]()));
    },
  };
}
