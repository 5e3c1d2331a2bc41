import type { WorkerDocument } from '../../../model/document/document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import type { EventBus } from '../../../runtime/event-bus/contract.ts';
import { connectOperator } from '../connect-operator.ts';
import type { OperateOptions } from '../operate.ts';
import type { StartedBus } from './buses.ts';
import { createProject } from './project.ts';

interface StartedProject extends AsyncDisposable {
  readonly spec: EventBusSpec;
  readonly documents: readonly WorkerDocument[];
  /** How a command is told to operate it. */
  readonly options: OperateOptions;
  /** An operator's client. */
  readonly bus: EventBus;
}

/** A bus, and a folder with a program that is on it. */
export async function startProject(
  start: () => Promise<StartedBus>,
  toDocuments: (bus: EventBusSpec) => readonly WorkerDocument[],
): Promise<StartedProject> {
  await using opened = new AsyncDisposableStack();
  const { spec } = opened.use(await start());
  const documents = toDocuments(spec);
  const { options } = opened.use(await createProject(documents));
  const bus = opened.use(await connectOperator(spec, { secretsFolder: 'none' }));
  const stack = opened.move();
  return { spec, documents, options, bus, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
