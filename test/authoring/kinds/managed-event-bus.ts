import { Construct } from 'constructs';
import type { EventBusSpec, IEventBus, Quantity } from 'eventwright';

export interface ManagedEventBusProps {
  readonly version: `${number}.${number}.${number}`;
  readonly replicas?: 1 | 3 | 5 | 7;
  readonly persistence: { readonly storageClassName?: string; readonly size: Quantity };
}

/** A bus that a platform team deploys with a construct of its own. */
export class ManagedEventBus extends Construct implements IEventBus {
  readonly name: string;
  readonly config: EventBusSpec;

  constructor(scope: Construct, id: string, _props: ManagedEventBusProps) {
    super(scope, id);
    this.name = id;
    this.config = { kind: 'jetstream', name: id, servers: [`nats://${id}:4222`] };
  }
}
