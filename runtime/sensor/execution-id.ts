import { hash } from 'node:crypto';
import type { CloudEvent } from '../../model/event/cloud-event.ts';
import type { TriggerName } from '../../model/trigger/trigger-name.ts';

export interface ExecutionIdentity {
  readonly trigger: TriggerName;
  /** The key of the work: for a trigger without state, the event's id. */
  readonly key: string;
  readonly events: readonly Pick<CloudEvent, 'source' | 'id'>[];
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const digits = 26;

/**
 * The id of an execution: 26 digits of base 32 (RFC 4648, lower case; 130 bits of a SHA-256), which is valid in names of
 * Kubernetes objects. The answer is a contract: it is the same on every attempt, after every crash and in every release.
 */
export function toExecutionId({ trigger, key, events }: ExecutionIdentity): string {
  const { namespace, sensor, trigger: name } = trigger;
  const sources = events.map(({ source, id }) => [source, id] as const);
  if (sources.length > 1) sources.sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  // the 0 is part of the contract
  return toBase32(hash('sha256', JSON.stringify([namespace, sensor, name, key, 0, sources]), 'binary'));
}

/** By code unit, which no locale changes. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function toBase32(bytes: string): string {
  let text = '';
  for (let bit = 0; bit < digits * 5; bit += 5) {
    const pair = (bytes.charCodeAt(bit >> 3) << 8) | bytes.charCodeAt((bit >> 3) + 1);
    text += alphabet[(pair >> (11 - (bit & 7))) & 31];
  }
  return text;
}
