import { JetStreamApiError } from '@nats-io/jetstream';
import {
  createInbox,
  type Msg,
  type MsgHdrs,
  type PermissionViolationError,
  type Subscription,
} from '@nats-io/nats-core';
import { describe } from '../../support/describe.ts';
import { BusRefusedError, BusUnavailableError, EventBusError } from '../error.ts';
import type { JetStreamConnection } from './connection.ts';
import { encodeHeaders } from './headers.ts';

/** Where a stream stored a message. */
export interface PubAck {
  readonly stream: string;
  readonly seq: number;
  /** It had been stored before; `seq` is the first one's. */
  readonly duplicate?: boolean;
}

/** Sends messages that streams acknowledge. */
export interface Publisher extends Disposable {
  /**
   * Resolves when a quorum has stored it. Rejects with the server's `JetStreamApiError` where it refused (nothing was
   * stored), with `entryTooLarge` or `BusRefusedError` (neither), and with `BusUnavailableError` at once where the
   * connection is down, is lost, or after 5 s without an answer (it may have been stored).
   */
  send(subject: string, headers: Readonly<Record<string, string>>, payload: Uint8Array): Promise<PubAck>;
}

interface Sending {
  readonly subject: string;
  readonly headers: Uint8Array;
  readonly payload: Uint8Array;
  readonly until: number;
  resolve(ack: PubAck): void;
  reject(error: EventBusError | JetStreamApiError): void;
}

const patienceMs = 5_000;
const lookEveryMs = 250;

/** What is sent within one turn of the event loop is written together, and all answers come to one subscription. */
export function createPublisher(connection: JetStreamConnection): Publisher {
  const { nats, clock, user } = connection;
  const inbox = `${createInbox(connection.inboxPrefix)}.`;
  const unanswered = new Map<number, Sending>();
  let unsent: number[] = [];
  let last = 0;
  let timer: Disposable | undefined;

  let subscription = listen();
  const changes = connection.onChange(() => {
    if (!connection.connected) rejectAll(unavailable('the connection was lost before the server answered'));
    else if (subscription.isClosed()) subscription = listen();
  });
  const refusals = connection.onRefused(refuse);

  return {
    send(subject, headers, payload) {
      const encoded = encodeHeaders(headers);
      const problem = whyNot(encoded.length + payload.length);
      if (problem) return Promise.reject(problem);
      return new Promise((resolve, reject) => {
        const token = ++last;
        unanswered.set(token, {
          subject,
          headers: encoded,
          payload,
          until: clock.now() + patienceMs,
          resolve,
          reject,
        });
        if (unsent.push(token) === 1) setImmediate(flush);
        timer ??= clock.schedule(lookEveryMs, expire);
      });
    },
    [Symbol.dispose]() {
      changes[Symbol.dispose]();
      refusals[Symbol.dispose]();
      timer?.[Symbol.dispose]();
      rejectAll(unavailable('the connection was closed'));
      if (!nats.isClosed()) subscription.unsubscribe();
    },
  };

  function listen(): Subscription {
    // a permission that is missing ends the subscription, and is told here
    const refused = () => new BusRefusedError(`${user} may not subscribe to '${inbox}*'; grant it on the servers`);
    return nats.subscribe(`${inbox}*`, {
      callback: (error, message) => (error ? rejectAll(refused()) : answer(message)),
    });
  }

  function whyNot(bytes: number): EventBusError | undefined {
    if (!connection.connected) return unavailable(`${connection.trouble}`);
    const limit = nats.info?.max_payload ?? Number.POSITIVE_INFINITY;
    if (bytes <= limit) return undefined;
    return new EventBusError(
      'entryTooLarge',
      `a message of ${bytes} bytes with its headers is larger than the ${limit} that the servers take (max_payload)`,
    );
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
        unanswered.delete(token);
        sending.reject(unavailable(describe(error), { cause: error }));
      }
    }
  }

  function answer(message: Msg): void {
    const token = Number.parseInt(message.subject.slice(inbox.length), 36);
    const sending = unanswered.get(token);
    if (!sending) return;
    unanswered.delete(token);
    const ack = readAck(message, sending.subject);
    if (ack instanceof Error) sending.reject(ack);
    else sending.resolve(ack);
  }

  /** The server names the subject only: of several on the way to it, each is refused. */
  function refuse({ operation, subject }: PermissionViolationError): void {
    if (operation !== 'publish') return;
    for (const [token, sending] of unanswered) {
      if (sending.subject !== subject) continue;
      unanswered.delete(token);
      sending.reject(new BusRefusedError(`${user} may not publish to '${subject}'; grant it on the servers`));
      return;
    }
  }

  function expire(): void {
    timer = undefined;
    const now = clock.now();
    for (const [token, { until, reject, subject }] of unanswered) {
      if (until > now) break;
      unanswered.delete(token);
      reject(new BusUnavailableError(`JetStream did not acknowledge what was sent to '${subject}' within 5 s`));
    }
    if (unanswered.size > 0) timer = clock.schedule(lookEveryMs, expire);
  }

  function rejectAll(error: EventBusError): void {
    const sendings = [...unanswered.values()];
    unanswered.clear();
    unsent = [];
    for (const { reject } of sendings) reject(error);
  }
}

function unavailable(why: string, options?: ErrorOptions): BusUnavailableError {
  return new BusUnavailableError(`JetStream: ${why}`, options);
}

function readAck(message: Msg, subject: string): PubAck | JetStreamApiError | BusUnavailableError {
  if (message.data.length === 0)
    return new BusUnavailableError(
      `no stream takes what is sent to '${subject}': it is missing (run: eventwright bus apply) or has no leader now`,
    );
  const told = message.json<PubAck & { readonly error?: ConstructorParameters<typeof JetStreamApiError>[0] }>();
  return told.error ? new JetStreamApiError(told.error) : told;
}
