import { AckPolicy, DeliverPolicy, jetstreamManager } from '@nats-io/jetstream';
import { createInbox, type Msg, type NatsConnection } from '@nats-io/nats-core';

export interface BareRange {
  readonly stream: string;
  readonly filter: string;
  readonly from: 'beginning' | 'now';
}

const batch = 1_000;

/** The least that reading takes: a consumer that acknowledges nothing, asked for the next batch before the last has come. */
export async function consumeBare(
  nats: NatsConnection,
  { stream, filter, from }: BareRange,
  came: (message: Msg) => void,
): Promise<Disposable> {
  const manager = await jetstreamManager(nats);
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: from === 'now' ? DeliverPolicy.New : DeliverPolicy.All,
    filter_subject: filter,
    mem_storage: true,
    num_replicas: 1,
  });
  const inbox = createInbox();
  const ask = () => {
    const body = JSON.stringify({ batch, expires: 60_000_000_000 });
    nats.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${name}`, body, { reply: inbox });
  };
  let left = 2 * batch;
  const subscription = nats.subscribe(inbox, {
    callback: (_, message) => {
      if (message.subject === inbox) return;
      if (--left % batch === 0) {
        left += batch;
        ask();
      }
      came(message);
    },
  });
  ask();
  ask();
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}
