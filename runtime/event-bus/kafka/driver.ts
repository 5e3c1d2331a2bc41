import type { KafkaEventBusSpec } from '../../../model/event-bus/kafka.ts';
import { toTopic } from '../../../model/event-bus/kafka-topics.ts';
import type { EventBus, EventBusDriver } from '../contract.ts';
import { connectAdmin } from './connect-admin.ts';
import { connectKafka, type KafkaConnection } from './connection.ts';
import { readHealth } from './health.ts';
import { openJournal } from './journal.ts';
import { readLog } from './log.ts';
import { covers, earliest, resume } from './position.ts';
import { toPromises } from './promises.ts';
import { publish } from './publish.ts';
import { createPublisher } from './publisher.ts';
import { recover } from './recover.ts';
import { resolve } from './resolve.ts';

/** Kafka's brokers, in topics that the keeper makes. */
export const kafkaDriver: EventBusDriver<KafkaEventBusSpec> = {
  connect: async (spec, context) => createBus(await connectKafka(spec, context)),
  connectAdmin: async (spec, context) => connectAdmin(await connectKafka(spec, context)),
};

function createBus(connection: KafkaConnection): EventBus {
  const publisher = createPublisher(connection);
  return {
    promises: toPromises(connection.spec),
    publish: (to, event) => publish({ connection, publisher }, to, event),
    resolve: (start, addresses) => resolve(connection, start, addresses),
    log: (range) => readLog(connection, range),
    covers,
    earliest,
    resume,
    recover: (position, { beginning, addresses }) =>
      recover(position, { beginning, topics: addresses.map((address) => toTopic(connection.spec, address)) }),
    journal: async (partition) => openJournal({ connection, publisher, partition }),
    health: () => readHealth(connection, publisher),
    async [Symbol.asyncDispose]() {
      await publisher[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}
