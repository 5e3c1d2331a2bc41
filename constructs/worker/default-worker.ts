import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { share } from '../claim.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { Worker } from './worker.ts';

/** The worker of what names none: one for each namespace and bus, named as the bus is. */
export function defaultWorker(by: Construct, bus: IEventBus): Worker {
  return share(by, `default worker ${JSON.stringify(bus.config)}`, () => {
    const chart = Chart.of(by);
    const id = 'default-workers';
    return new Worker((chart.node.tryFindChild(id) as Construct) ?? new Construct(chart, id), bus.name, { bus });
  });
}
