import { randomUUID } from 'node:crypto';
import type { Event } from '../../model/event/event.ts';
import type { EventRef, Observation } from '../support/observation.ts';

/** What became of an event at a trigger, where nothing else tells it: a filter can be asked again, a dead letter is kept. */
export type Outcome =
  | {
      readonly kind: 'fired';
      readonly executionId: string;
      readonly attempts: number;
      readonly detail?: string;
      /** The other events of the execution, the first hundred of them. */
      readonly others?: readonly EventRef[];
    }
  | { readonly kind: 'joined'; readonly executionId: string }
  /** Its filter let it pass, and the condition was decided false. */
  | { readonly kind: 'filtered' }
  | { readonly kind: 'superseded'; readonly by: EventRef }
  /** In milliseconds since 1970. */
  | { readonly kind: 'duplicate'; readonly seenAt: number }
  | { readonly kind: 'expired' }
  /** In milliseconds since 1970. */
  | { readonly kind: 'reset'; readonly tick: number }
  /** An attempt failed, and another follows. */
  | { readonly kind: 'retrying'; readonly attempt: number; readonly reason: string };

export interface OutcomeRecord {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly event: EventRef;
  /** The one that took it, where its trigger joins events. */
  readonly dependency?: string;
  readonly outcome: Outcome;
}

const mostOthers = 100;
/** In characters. */
const mostText = 500;

/** The outcome that an observation tells of; absent where it tells of none that has to be recorded. */
export function toOutcome(observation: Observation): Outcome | undefined {
  const { kind } = observation;
  switch (kind) {
    case 'fired': {
      const { executionId, attempts, detail, others } = observation;
      return {
        kind,
        executionId,
        attempts,
        ...(detail !== undefined && { detail: detail.slice(0, mostText) }),
        ...(others && { others: others.slice(0, mostOthers) }),
      };
    }
    case 'joined':
      return { kind, executionId: observation.executionId };
    case 'filtered':
      return observation.by === 'condition' ? { kind } : undefined;
    case 'superseded':
      return { kind, by: observation.by };
    case 'duplicate':
      return { kind, seenAt: observation.seenAt };
    case 'expired':
      return { kind };
    case 'reset':
      return { kind, tick: observation.tick };
    case 'retrying':
      return { kind, attempt: observation.attempt, reason: observation.reason.slice(0, mostText) };
    default:
      return undefined;
  }
}

const type = 'eventwright.outcomes';

/** Records of one trigger as the bus carries them: a line of JSON each. */
export function toOutcomesEvent(lines: readonly string[], source: string, now: number): Event {
  return {
    id: randomUUID(),
    source,
    type,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/x-ndjson',
    data: Buffer.from(lines.join('\n')),
  };
}

/** The records in an event that `toOutcomesEvent` made which speak of an event of this id; none where it is another. */
export function readOutcomes(event: Event, id: string): readonly OutcomeRecord[] {
  const said = JSON.stringify(id);
  const { buffer, byteOffset, byteLength } = event.data;
  const data = Buffer.from(buffer, byteOffset, byteLength);
  if (event.type !== type || !data.includes(said)) return [];
  const lines = data.toString().split('\n');
  return lines.filter((line) => line.includes(said)).map((line) => JSON.parse(line) as OutcomeRecord);
}
