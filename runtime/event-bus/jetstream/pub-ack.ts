import { JetStreamApiError } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/nats-core';
import { BusUnavailableError } from '../error.ts';

/** Where a stream stored a message. */
export interface PubAck {
  readonly stream: string;
  readonly seq: number;
  /** It had been stored before; `seq` is the first one's. */
  readonly duplicate?: boolean;
}

/** What a stream answered to a message that was sent to a subject. */
export function readAck(message: Msg, subject: string): PubAck | JetStreamApiError | BusUnavailableError {
  if (message.data.length === 0)
    return new BusUnavailableError(
      `no stream takes what is sent to '${subject}': it is missing (run: eventwright bus apply) or has no leader now`,
    );
  const told = message.json<PubAck & { readonly error?: ConstructorParameters<typeof JetStreamApiError>[0] }>();
  return told.error ? new JetStreamApiError(told.error) : told;
}
