import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { show } from '../../model/to-schema.ts';
import { share } from '../claim.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { Worker } from './worker.ts';

export interface WorkerChoice {
  readonly bus: IEventBus;
  readonly worker?: Worker | undefined;
}

/**
 * The worker of an event source or a sensor; of one that names none, the one of its namespace and bus, named as the bus
 * is. Throws an `InvalidSpecError` for what is no worker.
 */
export function resolveWorker(by: Construct, { bus, worker }: WorkerChoice): Worker {
  if (worker === undefined) return defaultWorker(by, bus);
  if (typeof worker?.addPart === 'function') return worker;
  const shown = Construct.isConstruct(worker) ? (worker as Construct).node.path : show(worker);
  const name = typeof worker === 'string' ? worker : 'main';
  throw new InvalidSpecError(
    `${by.node.path}: worker: ${shown} is no Worker; pass the construct, for example new Worker(chart, '${name}', { bus })`,
  );
}

function defaultWorker(by: Construct, bus: IEventBus): Worker {
  return share(by, `default worker ${JSON.stringify(bus.config)}`, () => {
    const chart = Chart.of(by);
    const id = 'default-workers';
    return new Worker((chart.node.tryFindChild(id) as Construct) ?? new Construct(chart, id), bus.name, { bus });
  });
}
