import { z } from 'zod';
import { clientTlsSchema } from '../client-tls.ts';
import { type Duration, durationSchema, isDuration, toMs } from '../duration.ts';
import { keptForSchema } from '../keeper/keeper.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import type { SecretRef } from '../secret-ref.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { busName } from './bus-name.ts';
import { type BusReach, toBusServer } from './bus-reach.ts';
import type { EventPromises } from './event-promises.ts';
import { type KafkaSasl, kafkaSaslSchema } from './kafka-sasl.ts';

/** How to reach a Kafka cluster that somebody else runs, and what a bus is there. */
export interface KafkaEventBusConfig {
  /** A name for it, in messages and labels. */
  readonly name: string;
  /** One or more brokers of one cluster: `kafka-0.kafka:9092`. One that answers is enough, and tells of the others. */
  readonly brokers: readonly string[];
  /** Who the client is. Absent: whoever its certificate says, or nobody. */
  readonly sasl?: KafkaSasl;
  /** Demands TLS of the brokers; `{}` where the system's authorities signed their certificates. */
  readonly tls?: KafkaTls;
  /** What the names of its topics begin with. Two buses of one cluster have two. */
  readonly topicPrefix?: string;
  /**
   * How many partitions the topic of an event source has. With one, events keep the order in which they were stored; with
   * several, only those of one `partitionkey` do. It can be raised later, not lowered.
   */
  readonly partitions?: number;
  /** How many brokers hold a copy of everything that is stored. */
  readonly replicationFactor?: 1 | 3 | 5;
  /** How many of them must have stored an event before it is accepted: more than half of them, and fewer than all. */
  readonly minInSyncReplicas?: number;
  /**
   * How long brokers keep an event, a minute or more, whether or not it has been read: a trigger that is further behind
   * loses events. `'unlimited'`: until every trigger is done with it.
   */
  readonly retention?: Duration | 'unlimited';
  /** Which versions of Kafka the brokers may have; others are refused when connecting. */
  readonly versions?: KafkaVersions;
  /** How messages are put together on their way to the brokers. */
  readonly producer?: KafkaProducer;
}

/** How the connection to brokers is encrypted. */
export interface KafkaTls {
  /** The authorities to trust instead of the system's. */
  readonly ca?: SecretRef;
  /** The client's certificate, with those that it was signed by. */
  readonly cert?: SecretRef;
  /** The private key of `cert`. */
  readonly key?: SecretRef;
  /** The name to expect in the brokers' certificates; the host of each address by default. */
  readonly serverName?: string;
}

/** The first two numbers of a version of Kafka: `3.9`. */
export type KafkaVersion = `${number}.${number}`;

/** A range of versions of Kafka, with both ends. */
export interface KafkaVersions {
  /** The oldest. */
  readonly min?: KafkaVersion;
  /** The newest; absent: whatever comes. */
  readonly max?: KafkaVersion;
}

/** How messages are put together on their way to the brokers. Each is still confirmed by itself. */
export interface KafkaProducer {
  /** How long a message waits for others that go with it, a second at most. */
  readonly linger?: Duration;
  /** How much goes to a partition at once. */
  readonly batchSize?: Quantity;
  /** How what goes at once is made smaller, which takes time of the client's processor. */
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
}

/** A bus on Kafka as a document holds it. */
export interface KafkaEventBusSpec
  extends Required<Omit<KafkaEventBusConfig, 'sasl' | 'tls' | 'versions' | 'producer'>>,
    Pick<KafkaEventBusConfig, 'sasl' | 'tls'> {
  readonly kind: 'kafka';
  readonly versions: KafkaVersions & Required<Pick<KafkaVersions, 'min'>>;
  readonly producer: Required<KafkaProducer>;
}

const noBroker = ({ input }: { readonly input?: unknown }) =>
  // without the value: it may hold a password
  typeof input === 'string' && input.includes('@')
    ? "a broker's address holds no credential; give it by 'sasl'"
    : `${show(input)} is no broker's address; write it like 'kafka-0.kafka:9092'`;

const broker = z
  .string()
  .regex(/^([-\w.]+|\[[\da-fA-F:]+\]):\d+$/, { error: noBroker, abort: true })
  .refine((address) => URL.canParse(`kafka://${address}`) && !address.endsWith(':0'), { error: noBroker });

const version = z.string().regex(/^\d+\.\d+$/, {
  error: ({ input }) => `${show(input)} is no version of Kafka; write its first two numbers, for example '3.9'`,
}) as unknown as z.ZodType<KafkaVersion, KafkaVersion>;

/** Room for a namespace and a name behind it: the longest name of a topic has 249 characters. */
const topicPrefix = z
  .string()
  .regex(/^[A-Za-z0-9][-A-Za-z0-9.]{0,98}(?<![.])$/, {
    error: ({ input }) =>
      `${show(input)} cannot begin the name of a topic; use letters, digits, '-' and '.', at most 99`,
  })
  .refine((prefix) => !/\.[ejnmdo](\.|$)/.test(prefix), {
    error: ({ input }) =>
      `${show(input)} could be within the topics of another bus; use no part of one letter behind '.'`,
  });

const mostBatchBytes = 1024 ** 2;

const producer = z.strictObject({
  linger: toZod(durationSchema)
    .refine((linger) => !isDuration(linger) || toMs(linger) <= 1_000, {
      error: ({ input }) => `${show(input)} is longer than '1s'; what is not stored within 5 s is given up`,
    })
    .default('0ms'),
  batchSize: toZod(quantitySchema)
    .refine((size) => !isQuantity(size) || (toBytes(size) >= 1024 && toBytes(size) <= mostBatchBytes), {
      error: ({ input }) => `${show(input)} must be from '1Ki' to '1Mi'`,
    })
    .default('1Mi'),
  compression: z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd']).default('none'),
});

export const kafkaEventBusSchema: Schema<Pick<KafkaEventBusSpec, 'kind'> & KafkaEventBusConfig, KafkaEventBusSpec> =
  toSchema(
    z
      .strictObject({
        kind: z.literal('kafka'),
        name: busName,
        brokers: z.array(broker).min(1),
        sasl: toZod(kafkaSaslSchema).optional(),
        tls: toZod(clientTlsSchema).optional(),
        topicPrefix: topicPrefix.default('ew'),
        partitions: z.int().min(1).max(10_000).default(1),
        replicationFactor: z
          .union([z.literal(1), z.literal(3), z.literal(5)], {
            error: ({ input }) => `${show(input)} is no number of copies; use 1, 3 or 5`,
          })
          .default(3),
        minInSyncReplicas: z.int().min(1).default(2),
        retention: z.union([z.literal('unlimited'), toZod(keptForSchema)]).default('7d'),
        versions: z.strictObject({ min: version.default('3.5'), max: version.optional() }).prefault({}),
        producer: producer.prefault({}),
      })
      .check(({ value, issues }) => {
        const message = whatIsWrong(value);
        if (message) issues.push({ code: 'custom', input: undefined, message });
      }),
  );

type Checked = Pick<KafkaEventBusSpec, 'replicationFactor' | 'minInSyncReplicas'> & {
  readonly versions: { readonly min: KafkaVersion; readonly max?: KafkaVersion | undefined };
};

function whatIsWrong({ replicationFactor, minInSyncReplicas, versions }: Checked): string | undefined {
  const wrong = whatIsWrongWithCopies(replicationFactor, minInSyncReplicas);
  if (wrong) return `minInSyncReplicas ${minInSyncReplicas} ${wrong}`;
  if (versions.max !== undefined && compareVersions(versions.min, versions.max) > 0)
    return `versions: no version lies between '${versions.min}' and '${versions.max}'; exchange them`;
  return undefined;
}

function whatIsWrongWithCopies(copies: number, atLeast: number): string | undefined {
  if (copies === 1) return atLeast === 1 ? undefined : 'is more than the one copy there is; write minInSyncReplicas: 1';
  const majority = Math.floor(copies / 2) + 1;
  if (atLeast < majority) return `is no majority of ${copies} copies: what is accepted could be lost; use ${majority}`;
  if (atLeast >= copies) return `leaves no copy that may be away; use ${majority}`;
  return undefined;
}

/** Below 0 where `a` is the older one. */
export function compareVersions(a: KafkaVersion, b: KafkaVersion): number {
  const [major, minor] = a.split('.').map(Number) as [number, number];
  const [otherMajor, otherMinor] = b.split('.').map(Number) as [number, number];
  return major - otherMajor || minor - otherMinor;
}

export function toKafkaReach({ brokers, sasl, topicPrefix }: KafkaEventBusSpec): BusReach {
  return {
    servers: brokers.map((broker) => toBusServer(`kafka://${broker}`, 9092)),
    others: sasl?.mechanism === 'OAUTHBEARER' ? [toIssuer(sasl.tokenEndpoint)] : [],
    within: topicPrefix,
    isOpaque: false,
  };
}

function toIssuer(tokenEndpoint: string) {
  return toBusServer(tokenEndpoint, tokenEndpoint.startsWith('https:') ? 443 : 80);
}

/** Kafka removes what is old whether or not it was read, refuses nobody, and knows no order between partitions. */
export function toKafkaPromises({
  partitions,
  retention,
}: Pick<KafkaEventBusSpec, 'partitions' | 'retention'>): EventPromises {
  return {
    refusesWhenFull: false,
    keepsUntilDone: retention === 'unlimited',
    ...(retention !== 'unlimited' && { keepsFor: retention }),
    order: partitions === 1 ? 'address' : 'partitionkey',
    repeats: 'stored',
    remedies: { keepsUntilDone: "retention: 'unlimited'", order: 'partitions: 1' },
  };
}
