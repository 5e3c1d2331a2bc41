import { createInbox, type Msg, type MsgHdrs, type Subscription } from '@nats-io/nats-core';
import { describe } from '../../support/describe.ts';
import { BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';
import type { JetStreamConnection } from './connection.ts';
import { encodeHeaders } from './headers.ts';
import { type PubAck, readAck } from './pub-ack.ts';
import { Unanswered } from './unanswered.ts';

/** Sends messages that streams acknowledge. */
export interface Publisher extends Disposable {
  /** The largest message that the servers take, its headers included. */
  readonly maxBytes: number;
  /**
   * Resolves when a quorum has stored it. Rejects with the server's `JetStreamApiError` where it refused (nothing was
   * stored), with `entryTooLarge` or `BusRefusedError` (neither), and with `BusUnavailableError` at once where the
   * connection is down, is lost, or after 5 s without an answer (it may have been stored).
   */
  send(subject: string, headers: Readonly<Record<string, string>>, payload: Uint8Array): Promise<PubAck>;
}

/** What is sent within one turn of the event loop is written together, and all answers come to one subscription. */
export function createPublisher(connection: JetStreamConnection): Publisher {
  const { nats, user } = connection;
  const inbox = `${createInbox(connection.inboxPrefix)}.`;
  const unanswered = new Unanswered(connection.clock);
  let unsent: number[] = [];
  let subscription = listen();
  const changes = connection.onChange(() => {
    if (!connection.connected) unanswered.rejectAll(unavailable('the connection was lost before the server answered'));
    else if (subscription.isClosed()) subscription = listen();
  });
  const refusals = connection.onRefused(({ operation, subject }) => {
    if (operation !== 'publish') return;
    // the server names the subject only: of several on the way to it, each is refused
    const refused = new BusRefusedError(`${user} may not publish to '${subject}'; grant it on the servers`);
    unanswered.takeOldest(subject)?.reject(refused);
  });

  return {
    get maxBytes() {
      return nats.info?.max_payload ?? Number.POSITIVE_INFINITY;
    },
    send(subject, headers, payload) {
      const encoded = encodeHeaders(headers);
      const problem = whyNot(connection, encoded.length + payload.length);
      if (problem) return Promise.reject(problem);
      return new Promise((resolve, reject) => {
        const token = unanswered.add({ subject, headers: encoded, payload, resolve, reject });
        if (unsent.push(token) === 1) setImmediate(flush);
      });
    },
    [Symbol.dispose]() {
      changes[Symbol.dispose]();
      refusals[Symbol.dispose]();
      unanswered.rejectAll(unavailable('the connection was closed'));
      if (!nats.isClosed()) subscription.unsubscribe();
    },
  };

  function listen(): Subscription {
    // a permission that is missing ends the subscription, and is told here
    const refused = () => new BusRefusedError(`${user} may not subscribe to '${inbox}*'; grant it on the servers`);
    return nats.subscribe(`${inbox}*`, {
      callback: (error, message) => (error ? unanswered.rejectAll(refused()) : answer(message)),
    });
  }

  function flush(): void {
    const tokens = unsent;
    unsent = [];
    for (const token of tokens) {
      const sending = unanswered.get(token);
      if (!sending) continue;
      // the SDK needs nothing of its headers but this
      const headers = { encode: () => sending.headers } as unknown as MsgHdrs;
      try {
        nats.publish(sending.subject, sending.payload, { reply: `${inbox}${token.toString(36)}`, headers });
      } catch (error) {
        unanswered.take(token)?.reject(unavailable(describe(error), { cause: error }));
      }
    }
  }

  function answer(message: Msg): void {
    const sending = unanswered.take(Number.parseInt(message.subject.slice(inbox.length), 36));
    if (!sending) return;
    const ack = readAck(message, sending.subject);
    if (ack instanceof Error) sending.reject(ack);
    else sending.resolve(ack);
  }
}

/** Why a message of so many bytes is not sent, if so. */
function whyNot({ connected, trouble, nats }: JetStreamConnection, bytes: number): EventBusError | undefined {
  if (!connected) return unavailable(`${trouble}`);
  const limit = nats.info?.max_payload ?? Number.POSITIVE_INFINITY;
  if (bytes <= limit) return undefined;
  return new EventBusError(
    'entryTooLarge',
    `a message of ${bytes} bytes with its headers is larger than the ${limit} that the servers take (max_payload)`,
  );
}

function unavailable(why: string, options?: ErrorOptions): BusUnavailableError {
  return new BusUnavailableError(`JetStream: ${why}`, options);
}
