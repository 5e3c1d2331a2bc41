import fc from 'fast-check';
import type { Json } from '../../model/json.ts';
import { partitionCount } from '../../model/worker/partition-count.ts';
import { connectMemory } from '../event-bus/memory/connect-memory.ts';
import { connectMemoryAdmin } from '../event-bus/memory/connect-memory-admin.ts';
import { MemoryStore } from '../event-bus/memory/store.ts';
import type { BusView } from './bus-view.ts';
import type { NoteView } from './note-views.ts';
import { findStarts } from './starts.ts';
import { main, trigger } from './testing/keeper-world.ts';
import { trimEvents } from './trim-events.ts';

const events = 40;
const triggers = [trigger('a'), trigger('b')];
const place = fc.option(fc.nat(events), { nil: undefined });

/** What journals and notes say: for each partition its frontier, and for each trigger a cell, with a position or without. */
const held = fc.record({
  partitions: fc.uniqueArray(
    fc.record({
      index: fc.nat(partitionCount - 1),
      frontier: place,
      cells: fc.array(fc.option(fc.record({ at: place }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
    }),
    { selector: ({ index }) => index, minLength: 14, maxLength: partitionCount },
  ),
  starts: fc.array(place, { minLength: 2, maxLength: 2 }),
});

it('no event is trimmed that a trigger needs in any partition, by its cell, its frontier or its start', async () => {
  let trimmed = 0;
  await fc.assert(
    fc.asyncProperty(held, async ({ partitions, starts }) => {
      const { log, view, bus, admin } = await createBus(partitions, starts);
      const result = await trimEvents({
        bus,
        admin,
        view,
        declared: triggers,
        missed: [],
        historyMs: undefined,
        nowMs: 0,
        upTo: log.position(events),
      });
      const needed = triggers.flatMap((_, t) =>
        Array.from({ length: partitionCount }, (_, index) => {
          const own = partitions.find((partition) => partition.index === index);
          const cell = own?.cells[t];
          return (cell && (cell.at ?? own.frontier)) ?? starts[t];
        }),
      );
      if (needed.includes(undefined)) expect(log.trimmed).toBe(0);
      else expect(log.trimmed).toBe(Math.min(...(needed as number[])));
      expect(result === undefined).toBe(false);
      if (log.trimmed > 0) trimmed++;
    }),
    { numRuns: 500 },
  );
  expect(trimmed).toBeGreaterThan(5);
});

interface HeldPartition {
  readonly index: number;
  readonly frontier: number | undefined;
  readonly cells: readonly ({ readonly at: number | undefined } | undefined)[];
}

/** A bus whose log of events is full. */
async function createBus(partitions: readonly HeldPartition[], starts: readonly (number | undefined)[]) {
  const store = new MemoryStore();
  const [bus, admin] = [connectMemory(store), connectMemoryAdmin(store)];
  const event = { id: 'a', source: '/ci/github', type: 'push', time: '2026-01-01T00:00:00Z', data: Buffer.alloc(10) };
  const address = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' } as const;
  for (let i = 0; i < events; i++) await bus.publish(address, event);
  const log = store.log('event');
  await admin.apply({ quotas: { event: { maxBytes: log.bytes } } });
  const notes = starts.flatMap((at, t) => (at === undefined ? [] : [toNote(t, log.position(at))]));
  const view: BusView = {
    state: await admin.inspect(),
    partitions: partitions.map((held) => ({
      partition: { ...main, index: held.index },
      fold: { cells: toCells(held), unknown: undefined, base: undefined, position: undefined },
    })),
    keepers: [],
    notes,
    starts: findStarts(notes),
  };
  return { log, view, bus, admin };

  function toCells({ frontier, cells }: HeldPartition): Map<string, Json> {
    const lanes = cells.flatMap((cell, t): [string, Json][] => {
      const name = triggers[t]?.trigger.trigger;
      const position = cell?.at === undefined ? {} : { position: log.position(cell.at) };
      return cell ? [[`lane/ci/${name}/${name}`, position]] : [];
    });
    return new Map([
      ...lanes,
      ...(frontier === undefined ? [] : [['frontier', log.position(frontier)] as [string, Json]]),
    ]);
  }
}

function toNote(t: number, start: string): NoteView {
  const { trigger } = triggers[t] as (typeof triggers)[number];
  return { worker: main, offset: `${t}`, position: `${t}`, storedAt: 0, kind: 'start', trigger, start };
}
