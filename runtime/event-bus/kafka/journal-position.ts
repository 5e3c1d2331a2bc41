import type { Position } from '../contract.ts';
import { PositionLostError } from '../error.ts';

/** Where a journal has been read to. */
export interface JournalPlace {
  /** The topic's key, which tells it from one made anew. */
  readonly topic: string;
  /** Of the next entry. */
  readonly offset: number;
}

/** `<topic>:<offset>` */
export function toJournalPosition({ topic, offset }: JournalPlace): Position {
  return `${topic}:${offset}`;
}

/** Throws a `PositionLostError` where it is no position of a journal. */
export function parseJournalPosition(position: Position): JournalPlace {
  const [, topic, offset] = /^([\w-]{12}):(\d+)$/.exec(position) ?? [];
  if (topic === undefined) throw new PositionLostError(`'${position}' is no position of a journal on Kafka`);
  return { topic, offset: Number(offset) };
}
