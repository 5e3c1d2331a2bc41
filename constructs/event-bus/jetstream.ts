import { type JetStreamEventBusSpec, jetStreamEventBusSchema } from '../../model/event-bus/event-bus.ts';
import { parseSpec } from '../../model/schema.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import type { IEventBus } from './event-bus.ts';

/** How to reach a NATS server with JetStream that somebody else runs. */
export interface JetStreamEventBusConfig {
  /** A name for it, in messages and labels. */
  readonly name: string;
  /** One or more of its servers: `nats://nats.messaging:4222`; `tls://` and `ws://` too. */
  readonly servers: readonly string[];
  /** The key of a Secret that holds its token. */
  readonly token?: SecretRef;
}

/**
 * An event bus on NATS JetStream. This release takes one that exists already, by its configuration;
 * constructs that deploy a bus of their own come later.
 * @example
 * JetStreamEventBus.fromConfig({ name: 'main', servers: ['nats://nats.messaging:4222'] })
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
