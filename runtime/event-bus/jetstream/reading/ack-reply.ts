/** What the reply subject of a delivered message tells of it. */
export interface AckReply {
  /** The stream's sequence. */
  readonly sequence: number;
  /** Counts what the consumer has delivered, from 1. */
  readonly consumerSequence: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** How many messages the consumer still has. */
  readonly pending: number;
}

/**
 * Reads `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<consumer sequence>.<nanoseconds>.<pending>`, also where
 * servers put a domain and an account before the stream, and a token behind. `undefined`: it is none of this consumer.
 */
export function parseAckReply(reply: string, consumer: string): AckReply | undefined {
  const at = reply.indexOf(`.${consumer}.`);
  if (at < 0) return undefined;
  const [, sequence, consumerSequence, nanoseconds, pending] = reply.slice(at + consumer.length + 2).split('.');
  if (nanoseconds === undefined || pending === undefined) return undefined;
  return {
    sequence: Number(sequence),
    consumerSequence: Number(consumerSequence),
    storedAt: Number(nanoseconds.slice(0, -6)),
    pending: Number(pending),
  };
}
