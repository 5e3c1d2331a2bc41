import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { toTable } from '../table.ts';
import { toAge, toTimestamp } from '../units.ts';
import type { Open, Waiting, WaitingState } from './waiting.ts';

interface Listed {
  readonly kept: readonly Waiting[];
  readonly count: number;
}

/** A line for each key, the oldest first: since when, until when, what has arrived, and what it waits for. */
export function listWaiting({ kept, count }: Listed, now: number): string[] {
  const lines = toTable(
    ['trigger', 'key', 'age', 'ends in', 'arrived', 'waits for'],
    kept.map(({ trigger, formerName, key, since, arrived, state }) => [
      `${toTriggerKey(trigger)}${formerName === undefined ? '' : `, as ${formerName}`}`,
      key === '' ? '-' : toLine(key),
      toAge(now - since),
      toEnd(state, now),
      toArrived(arrived),
      toWaitsFor(state, now),
    ]),
  );
  const more = count - kept.length;
  return more > 0 ? [...lines, `and ${more} younger; --limit ${count} shows all`] : lines;
}

/** The same for programs, one JSON object a line. */
export function toJsonLine({ trigger, formerName, key, since, arrived, state }: Waiting): string {
  const line = { trigger: toTriggerKey(trigger), formerName, key, since: toTimestamp(since), arrived };
  if (state.kind === 'open') {
    const { endsAt, endsBy, missing, condition, leftBehind } = state;
    return JSON.stringify({
      ...line,
      state: 'open',
      ...(endsAt !== undefined && { endsAt: toTimestamp(endsAt), endsBy }),
      missing,
      condition,
      leftBehind,
    });
  }
  const { executionId: execution, attempts, nextAt, reason } = state;
  return JSON.stringify({
    ...line,
    state: 'firing',
    execution,
    attempts,
    ...(nextAt > 0 && { nextAt: toTimestamp(nextAt) }),
    reason,
  });
}

const longest = 60;

function toLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function toEnd(state: WaitingState, now: number): string {
  if (state.kind === 'firing') return '';
  const { endsAt, endsBy } = state;
  if (endsAt === undefined) return 'never';
  const end = endsAt > now ? toAge(endsAt - now) : 'now';
  return endsBy === 'reset' ? `${end}, by a reset` : end;
}

function toArrived(arrived: Waiting['arrived']): string {
  const names = Object.entries(arrived).map(([name, ids]) => (ids.length > 1 ? `${name} ×${ids.length}` : name));
  return names.join(', ');
}

function toOpenFor({ condition, leftBehind }: Open): string {
  if (!leftBehind) return condition ?? 'nothing: it cannot hold any more';
  return `${condition === undefined ? 'nothing' : 'its end, when it fires'}: its key was made in another way`;
}

function toWaitsFor(state: WaitingState, now: number): string {
  if (state.kind === 'open') return toOpenFor(state);
  const { executionId, attempts, nextAt, reason } = state;
  if (reason !== undefined) return `its dead letter: ${toLine(reason)}`;
  if (attempts === 0) return `execution ${executionId}`;
  const next = nextAt > now ? `in ${toAge(nextAt - now)}` : 'now';
  return `execution ${executionId}, ${attempts} attempt${attempts === 1 ? '' : 's'} failed, next ${next}`;
}
