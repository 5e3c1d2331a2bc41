import type { JetStreamEventBusSpec } from '../../../model/event-bus/jetstream.ts';
import type { EventBus, EventBusDriver } from '../contract.ts';
import { connectAdmin } from './connect-admin.ts';
import { connectJetStream, type JetStreamConnection } from './connection.ts';
import { readHealth, requireJournals } from './health.ts';
import { jetStreamIssuing } from './issuing/issuing.ts';
import { openJournal } from './journal.ts';
import { readLog } from './log.ts';
import { covers, earliest, recover } from './position.ts';
import { promises } from './promises.ts';
import { publish } from './publish.ts';
import { createPublisher } from './publisher.ts';
import { resolve } from './resolve.ts';

/** NATS servers with JetStream, in streams that the keeper makes. */
export const jetStreamDriver: EventBusDriver<JetStreamEventBusSpec> = {
  connect: async (spec, context) => createBus(await connectJetStream(spec, context)),
  connectAdmin: async (spec, context) => connectAdmin(await connectJetStream(spec, context)),
  issuing: jetStreamIssuing,
};

/** Room for the headers of a message, which count as its bytes. */
const headerBytes = 16 * 1024;

function createBus(connection: JetStreamConnection): EventBus {
  const publisher = createPublisher(connection);
  const maxPayload = connection.nats.info?.max_payload ?? Number.POSITIVE_INFINITY;
  const maxEntryBytes = Math.min(promises.maxEntryBytes, maxPayload - headerBytes);
  const maxMessageBytes = Math.min(promises.maxMessageBytes, maxPayload);
  return {
    promises: { ...promises, maxEntryBytes, maxMessageBytes },
    publish: (to, event) => publish(publisher, to, event),
    resolve: (start, addresses) => resolve(connection, start, addresses),
    log: (range) => readLog(connection, range),
    covers,
    earliest,
    resume: earliest,
    recover,
    async journal(partition) {
      await requireJournals(connection);
      return openJournal({ connection, publisher, partition });
    },
    health: () => readHealth(connection),
    async [Symbol.asyncDispose]() {
      publisher[Symbol.dispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}
