import type { Document } from '../../model/document/document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import type { Stored } from '../../runtime/event-bus/contract.ts';
import { addressesOf } from '../../runtime/partition/reading/addresses-of.ts';
import { compileTriggers } from '../bus-connection/compile-triggers.ts';
import { type OperateOptions, type Operation, operate } from '../bus-connection/operate.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { readLetters } from '../dlq/read-letters.ts';
import { defaultNamespace } from '../project/default-namespace.ts';
import { toTime } from '../units.ts';
import { readEvidence } from './evidence.ts';
import { findEvents, isMeant } from './find-events.ts';
import { type Story, tell, toJsonLine } from './tell.ts';
import { toFindings } from './to-findings.ts';

export interface WhyOptions extends OperateOptions {
  /** Only events of this one. */
  readonly source: string | undefined;
  /** How far back it looks. */
  readonly sinceMs: number;
  readonly json: boolean;
}

interface Terminal {
  readonly say: (line: string) => void;
  /** How far it is: no part of the answer. */
  readonly progress: (line: string) => void;
}

/** Tells what became of an event, trigger by trigger; resolves with the exit code. */
export async function why(id: string | undefined, options: WhyOptions, { say, progress }: Terminal): Promise<number> {
  if (id === undefined)
    throw usageError("say which event, by its id; 'eventwright dlq ls' tells those of dead letters");
  return operate(options, async (operation) => {
    const { documents, bus, signal } = operation;
    const triggers = compileTriggers(documents, operation.triggers);
    const addresses = addressesOf([
      ...triggers.map(({ trigger }) => trigger),
      { addresses: documents.flatMap(toAddresses) },
    ]);
    const now = Date.now();
    const since = Math.max(0, now - options.sinceMs);
    const found = await findEvents(bus, {
      id,
      source: options.source,
      addresses,
      since,
      signal,
      progress: (looked, upTo) => progress(`looked at ${looked} events, up to ${toTime(upTo)}`),
    });
    if (found.events.length === 0) throw await toNotFound(id, { ...found, since, options, operation });
    const evidence = await readEvidence(bus, { triggers, events: found.events, signal });
    for (const [n, stored] of found.events.entries()) {
      const story = toStory(stored, evidence);
      if (options.json) say(toJsonLine(story));
      else for (const line of [...(n > 0 ? [''] : []), ...tell(story, now)]) say(line);
    }
    return 0;
  });
}

function toStory(stored: Stored, evidence: Awaited<ReturnType<typeof readEvidence>>): Story {
  const own = evidence.filter((one) => one.stored === stored);
  return { stored, triggers: own.map((one) => ({ trigger: one.trigger, findings: toFindings(one) })) };
}

interface Missed extends Pick<Awaited<ReturnType<typeof findEvents>>, 'ids' | 'looked' | 'otherSources'> {
  readonly since: number;
  readonly options: WhyOptions;
  readonly operation: Operation;
}

/** Says how far it looked, and what to do. */
async function toNotFound(id: string, { ids, looked, otherSources, since, options, operation }: Missed) {
  if (ids.length > 0) return new CommandError(`${id}: several events begin so; name one: ${ids.join(', ')}`);
  const { bus, triggers, signal } = operation;
  const [other] = otherSources;
  if (other !== undefined)
    return new CommandError(`${id}: there is none from ${options.source}, but one from ${other}; --source ${other}`);
  const where = `${id}: not among the ${looked} event${looked === 1 ? '' : 's'} stored since ${toTime(since)}`;
  const letters = await readLetters(bus, { triggers: triggers.map(({ name }) => name), signal });
  const letter = letters.find(({ event }) => isMeant(id, event.id));
  if (letter) return new CommandError(`${where}, but a dead letter has it: eventwright dlq show ${letter.shortId}`);
  return new CommandError(
    `${where}; look further back with --since 7d. What every trigger is done with may have been trimmed from the bus`,
  );
}

function toAddresses(document: Document): EventAddress[] {
  if (document.kind !== 'EventSource') return [];
  const { name: eventSource, namespace = defaultNamespace } = document.metadata;
  return Object.keys(document.spec.events).map((event) => ({ class: 'event', namespace, eventSource, event }));
}
