import type { EventBusDeployment } from '../../../model/event-bus/bus-deployment.ts';
import { eventBusDeploymentSchema } from '../../../model/event-bus/bus-deployment.ts';
import {
  type JetStreamEventBusConfig,
  type JetStreamEventBusSpec,
  jetStreamEventBusSchema,
} from '../../../model/event-bus/jetstream.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { parseSpec } from '../../../model/schema.ts';
import { show } from '../../../model/to-schema.ts';
import type { ClientOfBus, IEventBus } from '../event-bus.ts';
import { withIssued } from './client-config.ts';

/** What a program needs in order to use a bus that another one has declared. */
export interface JetStreamEventBusRef extends JetStreamEventBusConfig {
  /** What `status.config` of a `JetStreamEventBus` says of its pods; absent where somebody else runs the servers. */
  readonly deployment?: EventBusDeployment;
}

/** A bus that exists already. */
export class ExternalJetStreamEventBus implements IEventBus {
  readonly config: JetStreamEventBusSpec;
  readonly deployment?: EventBusDeployment;
  readonly configFor?: (client: ClientOfBus) => JetStreamEventBusSpec;

  /** Throws an `InvalidSpecError` where the configuration is wrong. */
  constructor(ref: JetStreamEventBusRef) {
    if (typeof ref !== 'object' || ref === null)
      throw new InvalidSpecError(
        `JetStreamEventBus.fromConfig: ${show(ref)} must be an object: { name, servers }, or the status.config of a bus`,
      );
    const { deployment, ...config } = ref;
    const at = `event bus '${config.name}'`;
    this.config = parseSpec(jetStreamEventBusSchema, { kind: 'jetstream', ...config }, at);
    if (!deployment) return;
    this.deployment = parseSpec(eventBusDeploymentSchema, deployment, `${at}: deployment`);
    this.configFor = (client) => withIssued(this.config, client);
  }

  get name(): string {
    return this.config.name;
  }
}
