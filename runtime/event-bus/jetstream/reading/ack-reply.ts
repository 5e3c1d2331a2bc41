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
  const found = reply.indexOf(`.${consumer}.`);
  if (found < 0) return undefined;
  const [deliveries, sequence, consumerSequence, nanoseconds, pending] = readNumbers(
    reply,
    found + consumer.length + 2,
  );
  if (!deliveries) return undefined;
  return { sequence, consumerSequence, storedAt: Math.floor(nanoseconds / 1e6), pending };
}

type Numbers = [deliveries: number, sequence: number, consumerSequence: number, nanoseconds: number, pending: number];

const dot = 46;
const zero = 48;

/** Five numbers between dots. Splitting the text takes several times as long. */
function readNumbers(text: string, from: number): Numbers {
  const numbers: Numbers = [0, 0, 0, 0, 0];
  let field = 0;
  for (let at = from; at < text.length && field < numbers.length; at++) {
    const code = text.charCodeAt(at);
    if (code === dot) field++;
    else numbers[field] = (numbers[field] as number) * 10 + code - zero;
  }
  return numbers;
}
