import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { toMs } from '../../model/duration.ts';
import { type KafkaEventBusConfig, type KafkaEventBusSpec, kafkaEventBusSchema } from '../../model/event-bus/kafka.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';
import { show } from '../../model/to-schema.ts';
import { Keeper, type KeeperProps } from '../keeper/keeper.ts';
import { checkOptions } from '../workload/check-options.ts';
import { toLabels } from '../workload/labels.ts';
import { podOptionNames } from '../workload/pod-options.ts';
import { checkBusName } from './check-bus-name.ts';
import type { IEventBus } from './event-bus.ts';
import { addStatusConfigMap } from './status-config-map.ts';

/** A bus on a Kafka cluster that somebody else runs. */
export interface ExternalKafkaBusProps extends Omit<KafkaEventBusConfig, 'name'> {
  /** How the bus is kept, and the pod that does it; `false` where another program has its `Keeper`. */
  readonly keeper?: KafkaKeeperProps | false;
}

/** The keeper of a bus on Kafka. It makes as many copies as the bus says. */
export type KafkaKeeperProps = Omit<KeeperProps, 'bus' | 'replicas'>;

/** What a bus on Kafka tells other programs. */
export interface KafkaEventBusStatus {
  /** What `ExternalKafkaBus.fromConfig` takes; no secret is in it. */
  readonly config: KafkaEventBusConfig;
}

/**
 * An event bus on Apache Kafka: how its brokers are reached, what its topics are like, and the keeper that makes them. Its
 * chart has a namespace.
 * @example
 * new ExternalKafkaBus(chart, 'bus', {
 *   brokers: ['kafka-0.kafka:9093', 'kafka-1.kafka:9093'],
 *   tls: { ca: { name: 'kafka', key: 'ca.crt' } },
 *   sasl: { mechanism: 'SCRAM-SHA-512', username: { name: 'kafka', key: 'user' }, password: { name: 'kafka', key: 'password' } },
 * });
 */
export class ExternalKafkaBus extends Construct implements IEventBus {
  readonly name: string;
  readonly config: KafkaEventBusSpec;
  /** Also in the ConfigMap `<name>-event-bus`, key `config.json`. */
  readonly status: KafkaEventBusStatus;
  readonly statusConfigMap: ApiObject;
  /** Absent with `keeper: false`. */
  readonly keeper?: Keeper;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: ExternalKafkaBusProps) {
    super(scope, id);
    const at = this.node.path;
    const { keeper = {}, ...options } = props;
    checkBusName(this, id);
    if ('name' in options) throw new InvalidSpecError(`${at}: there is no option 'name'; its id is its name, '${id}'`);
    this.name = id;
    this.config = parse({ name: id, ...options }, at);
    const { kind: _, ...config } = this.config;
    this.status = { config };
    this.statusConfigMap = addStatusConfigMap(this, {
      name: `${id}-event-bus`,
      labels: toLabels({ name: 'eventwright', instance: id, component: 'event-bus' }),
      config,
    });
    if (keeper === false) return;
    checkOptions(keeper, [...keeperOptions, ...podOptionNames()], `${at}: keeper`);
    this.keeper = new Keeper(this, id, { ...keeper, bus: this, replicas: this.config.replicationFactor });
    checkHistory(keeper, this.config, `${at}: keeper`);
  }

  /**
   * A bus that another program has declared, by its `status.config`. Throws an `InvalidSpecError` where that is wrong.
   * @example
   * ExternalKafkaBus.fromConfig({ name: 'main', brokers: ['kafka.messaging:9092'] })
   */
  static fromConfig(config: KafkaEventBusConfig): IEventBus {
    if (typeof config !== 'object' || config === null)
      throw new InvalidSpecError(
        `ExternalKafkaBus.fromConfig: ${show(config)} must be an object: { name, brokers }, or the status.config of a bus`,
      );
    return { name: config.name, config: parse(config, `event bus '${config.name}'`) };
  }
}

function parse(config: KafkaEventBusConfig, at: string): KafkaEventBusSpec {
  return parseSpec(kafkaEventBusSchema, { ...config, kind: 'kafka' }, at);
}

const keeperOptions = ['quotas', 'history', 'grace', 'namespaces', 'image', 'networkPolicy', 'podMonitor'];

function checkHistory({ history }: KafkaKeeperProps, { retention }: KafkaEventBusSpec, at: string): void {
  if (history === undefined || retention === 'unlimited' || toMs(history) <= toMs(retention)) return;
  throw new InvalidSpecError(
    `${at}: history '${history}' is longer than the brokers keep events, '${retention}'; raise 'retention', or lower it`,
  );
}
