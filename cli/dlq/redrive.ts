import { toShare } from '../../model/hash.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { toRedrivenEvent } from '../../runtime/partition/dead-letter/dead-letter.ts';
import { type Note, toNoteEvent } from '../../runtime/partition/notes/note.ts';
import type { ProgramTrigger } from '../bus-connection/find-triggers.ts';
import { readWhole, type StoredLetter } from './read-letters.ts';

/** Who takes a trigger's letters back. */
type Owner = Pick<ProgramTrigger, 'name' | 'worker' | 'joined'>;

interface RedriveOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve' | 'publish'>;
  readonly triggers: readonly Owner[];
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** How many have been redriven. */
  readonly progress: (done: number) => void;
}

/** Gives letters back to the workers of their triggers, and marks each as redriven once its worker will hear of it. */
export async function redrive(letters: readonly StoredLetter[], options: RedriveOptions): Promise<void> {
  const { bus, triggers, signal, now, progress } = options;
  const owners = new Map(triggers.map((owner) => [toTriggerKey(owner.name), owner]));
  let done = 0;
  for await (const letter of readWhole(bus, letters, signal)) {
    const { trigger, event } = letter;
    const owner = owners.get(toTriggerKey(trigger)) as Owner;
    await bus.publish(owner.worker, toNoteEvent(toNote(letter, owner), owner.worker, now()));
    // a marker ahead of the note would hide a letter that nobody acts on
    const marker = toRedrivenEvent({ id: letter.id, offset: letter.at }, event.source, now());
    await bus.publish({ class: 'deadLetter', ...trigger }, marker);
    progress(++done);
  }
}

/** An event by itself of a trigger that joins is told to all: only its key, as it is asked for now, says whose it is. */
function toNote({ trigger, offset, address, event, joined }: StoredLetter, owner: Owner): Note {
  const letter = { offset, address, event, ...(joined && { joined }) };
  const note = { kind: 'redrive', trigger, letter } as const;
  if (owner.joined && !joined) return note;
  return { ...note, partitions: [toShare(joined?.executionId ?? event.id, partitionCount)] };
}
