import {
  type JetStreamEventBusConfig,
  type JetStreamEventBusSpec,
  jetStreamEventBusSchema,
} from '../../model/event-bus/jetstream.ts';
import { parseSpec } from '../../model/schema.ts';
import type { IEventBus } from './event-bus.ts';

/**
 * An event bus on NATS JetStream. This release takes one that exists already, by its configuration;
 * constructs that deploy a bus of their own come later.
 * @example
 * JetStreamEventBus.fromConfig({
 *   name: 'main',
 *   servers: ['nats://nats.messaging:4222'],
 *   auth: natsToken({ name: 'nats', key: 'token' }),
 * })
 */
export class JetStreamEventBus implements IEventBus {
  readonly config: JetStreamEventBusSpec;

  private constructor(config: JetStreamEventBusSpec) {
    this.config = config;
  }

  /** A bus that exists already. Throws an `InvalidSpecError` where its configuration is wrong. */
  static fromConfig(config: JetStreamEventBusConfig): IEventBus {
    const at = `event bus '${config.name}'`;
    return new JetStreamEventBus(parseSpec(jetStreamEventBusSchema, { kind: 'jetstream', ...config }, at));
  }

  get name(): string {
    return this.config.name;
  }
}
