import { setTimeout as delay } from 'node:timers/promises';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { EventBus, EventBusContext } from '../../runtime/event-bus/contract.ts';
import { EventBusError } from '../../runtime/event-bus/error.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { hearReasons } from '../../runtime/process/starting.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { createLog } from '../../runtime/support/log.ts';
import { createSecrets } from '../../runtime/support/secrets.ts';
import { CommandError } from '../command/command-error.ts';
import { operatedEventBus } from '../event-bus/index.ts';
import { defaultNamespace } from '../project/default-namespace.ts';

interface OperatorOptions {
  readonly secretsFolder: string;
  readonly signal?: AbortSignal;
}

type Connect<T> = (spec: EventBusSpec, context: EventBusContext) => Promise<T>;

const patienceMs = 10_000;

/** What a driver needs of whoever operates a bus from a terminal. */
export function toOperatorContext({ secretsFolder, signal }: OperatorOptions): EventBusContext {
  return {
    clock: systemClock,
    secrets: createSecrets({ folder: secretsFolder, env: process.env }),
    log: createLog((line) => process.stderr.write(line), 'error'),
    client: { component: 'operator', namespace: defaultNamespace, name: 'eventwright', replica: `${process.pid}` },
    ...(signal && { signal }),
  };
}

/** Connects as an operator does; gives up where the bus does not answer within 10 s. */
export function connectOperator(spec: EventBusSpec, options: OperatorOptions): Promise<EventBus> {
  return connectInTime(spec, toOperatorContext(options), connectEventBus);
}

/** What `connect` resolves with; where the bus refuses, or is not reached within 10 s, an error for people. */
export async function connectInTime<T>(
  spec: EventBusSpec,
  { signal: interrupted, log, ...context }: EventBusContext,
  connect: Connect<T>,
): Promise<T> {
  const patience = AbortSignal.timeout(patienceMs);
  const signal = interrupted ? AbortSignal.any([interrupted, patience]) : patience;
  const late = delay(patienceMs + 100, undefined, { signal: interrupted, ref: false }).then(() => {
    throw new Error('late');
  });
  let reason = `${operatedEventBus(spec).whereIs(spec)} does not answer; is it reachable from here?`;
  const remember = (why: string) => {
    reason = `no connection within ${patienceMs / 1000} s: ${why}`;
  };
  try {
    return await Promise.race([connect(spec, { ...context, signal, log: hearReasons(log, remember) }), late]);
  } catch (error) {
    if (error instanceof EventBusError && !patience.aborted)
      throw new CommandError(`event bus ${spec.name}: ${error.message}`, { cause: error });
    if (!patience.aborted) throw error;
    throw new CommandError(`event bus ${spec.name}: ${reason}`, { cause: error });
  }
}
