import { randomUUID } from 'node:crypto';
import type { Event } from '../../../model/event/event.ts';
import type { Json } from '../../../model/json.ts';
import { type TriggerName, toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import { type Carried, carry, readCarried } from './carried.ts';

/** An event that a trigger gave up, or several that it joined, and why. */
export interface DeadLetter extends Carried {
  readonly reason: string;
  readonly attempts: number;
  /** Empty where it came to no execution. */
  readonly executionId: string;
  /** Of a join: what was made of its events; absent where it came to no execution, or where there was no room for it. */
  readonly template?: Json;
  /** Who gave it up: `<namespace>/<worker>`. */
  readonly worker: string;
}

/** In characters; headers have little room. */
const mostReason = 2_000;

/**
 * The event as it was, under an id derived from the trigger and the event, or the execution where it has several, so that
 * a repeat is the same letter. Extensions say the rest: `ewreason`, `ewattempts`, `ewexecution`, `ewworker`, and those of
 * `carry`. With what a trigger made of several events, the data has at most `maxBytes`.
 */
export function toDeadLetterEvent(trigger: TriggerName, letter: DeadLetter, maxBytes: number): Event {
  const { event, joined, executionId, template } = letter;
  return carry(letter, {
    id: `${toTriggerKey(trigger)}/${joined?.executionId ?? `${event.source}/${event.id}`}`,
    extensions: {
      ewreason: letter.reason.slice(0, mostReason),
      ewattempts: String(letter.attempts),
      ewworker: letter.worker,
      ...(executionId && { ewexecution: executionId }),
    },
    ...(executionId && template !== undefined && { template }),
    maxBytes,
  });
}

/** The letter that an event at a trigger's dead-letter address is; absent where it is none, a marker for example. */
export function readDeadLetter(event: Event): DeadLetter | undefined {
  const { ewreason, ewattempts, ewexecution = '', ewworker = '' } = event.extensions ?? {};
  const carried = readCarried(event);
  if (!carried || ewreason === undefined) return undefined;
  return { ...carried, reason: ewreason, attempts: Number(ewattempts), executionId: ewexecution, worker: ewworker };
}

const redrivenType = 'eventwright.redriven';

/** A letter as the bus has stored it. */
export interface LetterName {
  /** The same for repeats. */
  readonly id: string;
  readonly offset: string;
}

/** A marker, stored behind a letter that was redriven, at the same address. */
export function toRedrivenEvent({ id, offset }: LetterName, source: string, now: number): Event {
  return {
    id: randomUUID(),
    source,
    type: redrivenType,
    time: new Date(now).toISOString(),
    extensions: { ewletter: id, ewletteroffset: offset },
    data: new Uint8Array(),
  };
}

/** The letter that a marker says was redriven, and with it all before of the same id; absent where it is none. */
export function readRedriven({ type, extensions }: Event): LetterName | undefined {
  const { ewletter: id, ewletteroffset: offset } = extensions ?? {};
  return type === redrivenType && id !== undefined && offset !== undefined ? { id, offset } : undefined;
}
