import type { EventBus } from '../../event-bus/contract.ts';
import { connectMemory } from '../../event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../../event-bus/memory/store.ts';
import { type Note, toNoteEvent } from './note.ts';
import { StartNotes } from './start-notes.ts';

const address = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'note' };
const signal = new AbortController().signal;

it('a start that a later note forgets is told to nobody, whoever asks while the notes are read', async () => {
  const memory = connectMemory(new MemoryStore());
  const notes: readonly Note[] = [
    { kind: 'start', trigger, position: 'former' },
    { kind: 'forget', trigger },
    { kind: 'start', trigger, position: 'latter' },
  ];
  for (const note of notes) await memory.publish(address, toNoteEvent(note, address, 0));
  const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const bus: Pick<EventBus, 'log' | 'resolve'> = {
    resolve: memory.resolve,
    async *log(range) {
      for await (const item of memory.log(range)) {
        yield item;
        reached.resolve();
        await goOn.promise;
      }
    },
  };
  const starts = new StartNotes({ bus, address });
  const first = starts.find(trigger, signal);
  await reached.promise;
  const second = starts.find(trigger, signal);
  goOn.resolve();
  expect(await Promise.all([first, second])).toStrictEqual(['latter', 'latter']);
});
