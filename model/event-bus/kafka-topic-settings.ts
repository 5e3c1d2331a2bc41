import { toMs } from '../duration.ts';
import type { Address } from '../event/address.ts';
import type { KafkaEventBusSpec } from './kafka.ts';

/** What a Kafka bus keeps apart, each in topics of its own. */
export type KafkaStore = Address['class'] | 'journal';

/** How a topic is made. */
export interface KafkaTopicSettings {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Under Kafka's own names, as it writes them. */
  readonly config: Readonly<Record<string, string>>;
}

interface Sizes {
  /** Of the worker whose journals they are. */
  readonly workerPartitions: number;
  /** How much a topic of outcomes holds before its oldest make room. */
  readonly outcomeBytes: number;
}

/** A message of 8 MiB, and what Kafka puts around it. */
const maxMessageBytes = 8 * 1024 ** 2 + 64 * 1024;
const memberMs = 300_000;
/** Above the largest message, and little beside what a journal holds. */
const segmentBytes = 16 * 1024 ** 2;
const unlimited = '-1';

/** How the topics of a store are to be on a bus. */
export function toTopicSettings(bus: KafkaEventBusSpec, store: KafkaStore, sizes: Sizes): KafkaTopicSettings {
  return {
    partitions: store === 'event' ? bus.partitions : store === 'journal' ? sizes.workerPartitions : 1,
    replicationFactor: bus.replicationFactor,
    config: {
      'cleanup.policy': 'delete',
      'max.message.bytes': `${maxMessageBytes}`,
      'message.timestamp.type': 'LogAppendTime',
      'min.insync.replicas': `${bus.minInSyncReplicas}`,
      'retention.bytes': store === 'outcome' ? `${sizes.outcomeBytes}` : unlimited,
      'retention.ms': toRetention(bus, store),
      ...toSegments(bus, store),
      'unclean.leader.election.enable': 'false',
    },
  };
}

function toRetention({ retention }: Pick<KafkaEventBusSpec, 'retention'>, store: KafkaStore): string {
  if (store === 'member') return `${memberMs}`;
  if (store !== 'event' || retention === 'unlimited') return unlimited;
  return `${toMs(retention)}`;
}

/** Only whole segments are removed, and none that is still written to: by default, one is for a week or up to 1 GiB. */
function toSegments(
  { retention }: Pick<KafkaEventBusSpec, 'retention'>,
  store: KafkaStore,
): KafkaTopicSettings['config'] {
  if (store === 'deadLetter') return {};
  if (store === 'member') return { 'segment.ms': `${memberMs}` };
  if (store !== 'event') return { 'segment.bytes': `${segmentBytes}` };
  return retention === 'unlimited' ? {} : { 'segment.ms': `${toMs(retention)}` };
}
