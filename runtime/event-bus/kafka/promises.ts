import { type KafkaEventBusSpec, toKafkaPromises } from '../../../model/event-bus/kafka.ts';
import type { BusPromises } from '../contract.ts';

export const maxEntryBytes = 1024 ** 2;
export const maxMessageBytes = 8 * 1024 ** 2;

/** What Kafka promises, with the topics that the keeper makes. */
export function toPromises(spec: KafkaEventBusSpec): BusPromises {
  return {
    ...toKafkaPromises(spec),
    replay: true,
    trim: 'bySegment',
    orderBetweenSources: 'byClock',
    pendingOf: 'eventSource',
    appends: 'read-back',
    maxEntryBytes,
    maxMessageBytes,
  };
}
