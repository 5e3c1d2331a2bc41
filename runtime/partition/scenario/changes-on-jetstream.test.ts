import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { isWorkerDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import type { EventAddress } from '../../../model/event/address.ts';
import type { BusFixture } from '../../event-bus/conformance/fixture.ts';
import type { EventBus } from '../../event-bus/contract.ts';
import { createBusPool } from '../../event-bus/jetstream/testing/bus-pool.ts';
import { startTestWorker } from '../../worker/testing/start-test-worker.ts';
import { type Note, toNoteEvent } from '../notes/note.ts';
import { range } from './world.ts';

jest.setTimeout(120_000);

const count = 5_000;
const push: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'github', event: 'push' };
const main = { class: 'note', namespace: 'ci', worker: 'main' } as const;
const name = { namespace: 'ci', sensor: 'deploy', trigger: 'deploy' };

const byKey = {
  by: { push: { code: '({ data }) => data.n % 97' }, image: { code: '({ data }) => data.n' } },
  within: '1h',
  onTimeout: 'drop',
  maxOpen: 100_000,
};

function sensor(when: string, correlate?: object) {
  const document = parseDocument(
    JSON.stringify({
      apiVersion: 'eventwright.dev/v1',
      kind: 'Sensor',
      minRuntime: '0.1.0',
      metadata: { name: 'deploy', namespace: 'ci', worker: 'main' },
      bus: { kind: 'memory', name: 'bus' },
      spec: {
        dependencies: {
          push: { eventSource: 'github', event: 'push' },
          image: { eventSource: 'github', event: 'image' },
        },
        ...(correlate && { correlate }),
        triggers: {
          deploy: { when, action: { kind: 'log' }, template: { code: '() => null' }, start: 'beginning' },
        },
      },
    }),
    'deploy',
  );
  return [document].filter(isWorkerDocument);
}

const pool = createBusPool(1);
afterAll(() => pool[Symbol.asyncDispose]());

async function start(fixture: BusFixture, replica: string, documents: ReturnType<typeof sensor>) {
  const taken: string[] = [];
  const worker = await startTestWorker({
    documents,
    bus: await fixture.connect(),
    namespace: 'ci',
    worker: 'main',
    replica,
    observe: (one) => {
      if (one.kind === 'accepted') taken.push(one.event.id);
    },
  });
  return { taken, [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose]() };
}

async function publish(bus: EventBus, numbers: readonly number[]): Promise<void> {
  const events = numbers.map((n) => ({
    id: `push-${n}`,
    source: '/ci/github',
    type: 'push',
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify({ n })),
  }));
  await Promise.all(events.map((event) => bus.publish(push, event)));
}

it.each([
  ['by key from by id', sensor('push'), sensor('push && image', byKey)],
  ['by id from by key', sensor('push && image', byKey), sensor('push')],
])('of 5,000 events behind uneven positions each is taken once: %s', async (_, before, after) => {
  await using fixture = await pool.take();
  const bus = await fixture.connect();
  const tell = (note: Note) => bus.publish(main, toNoteEvent(note, main, Date.now()));
  const taken: string[] = [];
  await publish(bus, range(0, 1000));
  {
    await using worker = await start(fixture, 'main-0', before);
    while (worker.taken.length < 1000) await delay(10);
    await tell({ kind: 'suspend', trigger: name, partitions: [1, 2, 3, 11] });
    await delay(500);
    await publish(bus, range(1000, 3000));
    await delay(1000);
    expect(worker.taken.length).toBeGreaterThan(1500);
    expect(worker.taken.length).toBeLessThan(3000);
    taken.push(...worker.taken);
    await worker[Symbol.asyncDispose]();
    taken.push(...worker.taken.slice(taken.length));
  }
  await publish(bus, range(3000, count));
  await tell({ kind: 'resume', trigger: name });
  await using worker = await start(fixture, 'main-1', after);
  while (taken.length + worker.taken.length < count) await delay(20);
  await delay(500);
  expect([...taken, ...worker.taken].sort()).toStrictEqual(
    range(0, count)
      .map((n) => `push-${n}`)
      .sort(),
  );
});
