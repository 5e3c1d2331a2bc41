import { hash32 } from '../../../model/hash.ts';
import type { LogBeginning, Position, Recovered } from '../contract.ts';
import { PositionLostError } from '../error.ts';

/** A position, taken apart. */
export interface Place {
  /** Tells a stream from the one that it replaces. */
  readonly incarnation: string;
  /** It lies behind the message with this sequence; 0 is before all. */
  readonly sequence: number;
}

/** The incarnation of a stream that was made at a time (RFC 3339): its digits. */
export function toIncarnation(created: string): string {
  return created.replace(/\D/g, '');
}

/** `<incarnation>:<sequence>` */
export function toPosition({ incarnation, sequence }: Place): Position {
  return `${incarnation}:${sequence}`;
}

/** Throws a `PositionLostError` where it is no position of a JetStream bus. */
export function parsePosition(position: Position): Place {
  const [, incarnation, sequence] = /^(\d+):(\d+)$/.exec(position) ?? [];
  if (!incarnation) throw new PositionLostError(`'${position}' is no position of a JetStream bus`);
  return { incarnation, sequence: Number(sequence) };
}

/** What the offsets of a stream's messages end in, so that none is that of a message of the stream that it replaced. */
export function toOffsetSuffix(incarnation: string): string {
  return `-${hash32(incarnation).toString(36)}`;
}

/** Whether a position lies behind the message with this offset: its sequence, and its stream's suffix. */
export function covers(position: Position, offset: string): boolean {
  const { incarnation, sequence } = parsePosition(position);
  return Number.parseInt(offset, 10) <= sequence && offset.endsWith(toOffsetSuffix(incarnation));
}

/** The position with the lowest sequence. Throws a `PositionLostError` where they are of several incarnations. */
export function earliest(positions: readonly [Position, ...Position[]]): Position {
  const places = positions.map(parsePosition);
  const { incarnation } = places[0] as Place;
  const another = places.find((place) => place.incarnation !== incarnation);
  if (another)
    throw new PositionLostError(`positions of the streams ${incarnation} and ${another.incarnation} have no order`);
  return toPosition({ incarnation, sequence: Math.min(...places.map(({ sequence }) => sequence)) });
}

/** All of a position, or nothing: what was removed lay before all that is left. */
export function recover(position: string, { beginning }: Pick<LogBeginning, 'beginning'>): Recovered {
  const isLost = !reaches(position, beginning);
  return { position: isLost ? beginning : position, isLost };
}

function reaches(position: string, beginning: string): boolean {
  try {
    return earliest([position, beginning]) === beginning;
  } catch (error) {
    if (error instanceof PositionLostError) return false;
    throw error;
  }
}
