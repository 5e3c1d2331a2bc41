import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';

/** What is stored below it is a stream of its own, so that ours and the bare way do not slow each other down. */
export const bareSubject = 'bare';

export async function connectBare(servers: readonly string[]): Promise<NatsConnection> {
  return await connect({ servers: [...servers], noAsyncTraces: true });
}

/** A stream like those of a bus. */
export async function createBareStream(servers: readonly string[], replicas: number): Promise<void> {
  const nats = await connectBare(servers);
  const manager = await jetstreamManager(nats);
  await manager.streams.add({
    name: bareSubject,
    subjects: [`${bareSubject}.>`],
    num_replicas: replicas,
    storage: 'file',
    discard: 'new',
    allow_direct: false,
  });
  await nats.close();
}
