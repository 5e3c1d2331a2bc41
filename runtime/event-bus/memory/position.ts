import { randomUUID } from 'node:crypto';
import type { LogBeginning, Recovered } from '../contract.ts';
import { PositionLostError } from '../error.ts';

/** Tells a log from the one that it replaces, so that no position of the old is taken for one of the new. */
export function createIncarnation(): string {
  return randomUUID().slice(0, 8);
}

/** `<incarnation>:<sequence>`: behind the entry with this sequence; 0 is before all. */
export function toPosition(incarnation: string, sequence: number): string {
  return `${incarnation}:${sequence}`;
}

/** The sequence of a position in a log. Throws a `PositionLostError` where the position is of another incarnation. */
export function toSequence(position: string, incarnation: string): number {
  const at = split(position);
  if (at.incarnation !== incarnation)
    throw new PositionLostError(`position ${position} is of another log: this one is ${incarnation}`);
  return at.sequence;
}

/** Whether a position lies behind the message with this offset, its sequence. */
export function covers(position: string, offset: string): boolean {
  return Number(offset) <= split(position).sequence;
}

/** The position with the lowest sequence. Throws a `PositionLostError` where they are of several incarnations. */
export function earliest(positions: readonly [string, ...string[]]): string {
  const [first, ...others] = positions;
  const { incarnation } = split(first);
  return others.reduce(
    (low, other) => (toSequence(other, incarnation) < toSequence(low, incarnation) ? other : low),
    first,
  );
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

function split(position: string): { incarnation: string; sequence: number } {
  const [, incarnation, sequence] = /^(\w+):(\d+)$/.exec(position) ?? [];
  if (!incarnation) throw new PositionLostError(`'${position}' is no position of a memory bus`);
  return { incarnation, sequence: Number(sequence) };
}
