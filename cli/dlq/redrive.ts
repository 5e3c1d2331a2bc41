import type { WorkerAddress } from '../../model/event/address.ts';
import { toShare } from '../../model/hash.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { toRedrivenEvent } from '../../runtime/partition/dead-letter/dead-letter.ts';
import { toNoteEvent } from '../../runtime/partition/notes/note.ts';
import type { ProgramTrigger } from '../bus-connection/find-triggers.ts';
import { readWhole, type StoredLetter } from './read-letters.ts';

interface RedriveOptions {
  readonly bus: Pick<EventBus, 'log' | 'resolve' | 'publish'>;
  readonly triggers: readonly ProgramTrigger[];
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** How many have been given back. */
  readonly progress: (done: number) => void;
}

/** Gives letters back to the workers of their triggers, and marks each as redriven once its worker will hear of it. */
export async function redrive(letters: readonly StoredLetter[], options: RedriveOptions): Promise<void> {
  const { bus, triggers, signal, now, progress } = options;
  const workers = new Map(triggers.map(({ name, worker }) => [toTriggerKey(name), worker]));
  let done = 0;
  for await (const letter of readWhole(bus, letters, signal)) {
    const { trigger, offset, address, event } = letter;
    const worker = workers.get(toTriggerKey(trigger)) as WorkerAddress;
    const partitions = [toShare(event.id, partitionCount)];
    const note = { kind: 'redrive', trigger, partitions, letter: { offset, address, event } } as const;
    await bus.publish(worker, toNoteEvent(note, worker, now()));
    // a marker ahead of the note would hide a letter that nobody acts on
    const marker = toRedrivenEvent({ id: letter.id, offset: letter.at }, event.source, now());
    await bus.publish({ class: 'deadLetter', ...trigger }, marker);
    progress(++done);
  }
}
