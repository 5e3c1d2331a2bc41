import type { Msg } from '@nats-io/nats-core';
import type { MsgImpl } from '@nats-io/nats-core/internal';
import { parseAckReply } from './ack-reply.ts';

/** A message as a consumer delivers it. */
export interface Delivery {
  readonly subject: string;
  /** The headers as they were sent, `NATS/1.0` and all; empty where there are none. */
  readonly headers: string;
  readonly data: Uint8Array;
  /** The stream's sequence. */
  readonly sequence: number;
  /** Counts what the consumer has delivered, from 1. */
  readonly consumerSequence: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** How many messages the consumer still has. */
  readonly pending: number;
}

/** `undefined`: it was not delivered by this consumer. */
export function toDelivery(message: Msg, consumer: string): Delivery | undefined {
  const { subject, reply, data } = message;
  const told = reply ? parseAckReply(reply, consumer) : undefined;
  if (!reply || !told) return undefined;
  const { sequence, consumerSequence, storedAt, pending } = told;
  const headers = rawHeaders(message, subject.length + reply.length);
  return { subject, headers, data, sequence, consumerSequence, storedAt, pending };
}

/**
 * The SDK hands out headers parsed, which takes longer than all else that is done with a message. They lie right before
 * the payload.
 */
function rawHeaders(message: Msg, namesBytes: number): string {
  const { data } = message;
  const length = (message as MsgImpl).size() - namesBytes - data.byteLength;
  if (length <= 0) return '';
  const start = data.byteOffset - length;
  const head = start >= 0 ? Buffer.from(data.buffer, start, length).toString() : '';
  return head.startsWith('NATS/1.0') ? head : (message.headers?.toString() ?? '');
}
