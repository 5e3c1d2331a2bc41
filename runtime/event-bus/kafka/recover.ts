import type { Position, Recovered } from '../contract.ts';
import { isOfName, parsePosition, toPosition, toTopicKey } from './position.ts';

export interface Recovery {
  /** Names all topics that are there. */
  readonly beginning: Position;
  /** The names of those that matter. */
  readonly topics: readonly string[];
}

/** Where reading some topics goes on behind a position: at the beginning of what was removed, and as before in all else. */
export function recover(position: Position, { beginning, topics }: Recovery): Recovered {
  const [was, now] = [parsePosition(position), parsePosition(beginning)];
  if (was.bus !== now.bus) return { position: beginning, isLost: true };
  const left = new Map<string, readonly number[]>();
  const lost: string[] = [];
  for (const [key, firsts] of now.topics) {
    const stood = was.topics.get(key);
    const isAnew = !stood && [...was.topics.keys()].some((other) => isOfName(other, key));
    if (stood) left.set(key, highest(stood, firsts));
    if (isAnew) left.set(key, firsts);
    if (isAnew || (stood && firsts.some((first, partition) => first > (stood[partition] ?? 0)))) lost.push(key);
  }
  const matters = topics.map((name) => toTopicKey({ name, id: '' }));
  const isLost = lost.some((key) => matters.some((other) => isOfName(key, other)));
  return { position: toPosition({ ...was, topics: left }), isLost };
}

function highest(a: readonly number[], b: readonly number[]): readonly number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => Math.max(a[at] ?? 0, b[at] ?? 0));
}
