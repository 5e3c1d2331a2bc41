import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { isWorkerDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import { createBusPool } from '../../event-bus/jetstream/testing/bus-pool.ts';
import { startMemoryBus } from '../../event-bus/memory/testing/memory-bus.ts';
import type { Observation } from '../../support/observation.ts';
import { startTestWorker } from '../../worker/testing/start-test-worker.ts';
import { findHeld } from '../bus-view.ts';
import { BusViews } from '../bus-views.ts';
import { readDeclared } from '../declared.ts';
import { startKafkaFixtures } from '../testing/kafka-fixtures.ts';
import { KeeperWorld, type KeptFixture, main } from '../testing/keeper-world.ts';

jest.setTimeout(120_000);

/** A sensor of the worker `main` whose trigger has its own name, and begins with the oldest event. */
const sensor = (name: string) =>
  parseDocument(
    JSON.stringify({
      apiVersion: 'eventwright.dev/v1',
      kind: 'Sensor',
      minRuntime: '0.1.0',
      metadata: { name, namespace: 'ci', worker: 'main' },
      bus: { kind: 'memory', name: 'bus' },
      spec: {
        dependencies: { push: { eventSource: 'github', event: 'push' } },
        triggers: {
          [name]: {
            when: 'push',
            action: { kind: 'log' },
            template: { code: "() => 'done'" },
            start: 'beginning',
          },
        },
      },
    }),
    name,
  );

/** A replica of the worker `main`, and what it took. */
async function startMain(fixture: KeptFixture, names: readonly string[], replica: string) {
  const taken: string[] = [];
  const worker = await startTestWorker({
    documents: names.map(sensor).filter(isWorkerDocument),
    bus: await fixture.connect(),
    namespace: 'ci',
    worker: 'main',
    replica,
    observe(observation: Observation) {
      if (observation.kind === 'accepted') taken.push(`${observation.trigger.trigger} ${observation.event.id}`);
    },
  });
  return {
    async untilTaken(count: number): Promise<void> {
      while (taken.length < count) await delay(10);
    },
    taken,
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

const pool = createBusPool(1);
const fixtures = startKafkaFixtures();
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  await fixtures[Symbol.asyncDispose]();
});

it.each([
  ['a memory bus', startMemoryBus],
  ['JetStream', () => pool.take()],
  ['Kafka', () => fixtures.take()],
] as const)(
  'on %s a worker begins where the keeper says, and forgets what the keeper says is gone',
  async (_, start) => {
    await using fixture = await start();
    await using world = new KeeperWorld({ bus: await fixture.connect(), admin: await fixture.connectAdmin() });
    const both = readDeclared(['kept', 'gone'].map(sensor).filter(isWorkerDocument), 'ci');
    const kept = readDeclared([sensor('kept')].filter(isWorkerDocument), 'ci');
    await world.round(kept);
    await world.publish(3);
    await world.round(both);
    const views = new BusViews(world);
    const places = async () => {
      const view = await views.read({ known: [main], isKeeper: () => false, signal: new AbortController().signal });
      return both.triggers.map((placed) => findHeld(view, placed).length);
    };
    {
      await using worker = await startMain(fixture, ['kept', 'gone'], 'main-0');
      await worker.untilTaken(6);
      expect([...worker.taken].sort()).toStrictEqual(['gone 1', 'gone 2', 'gone 3', 'kept 1', 'kept 2', 'kept 3']);
      while ((await places()).join() !== '16,16') await delay(20);
    }
    await using _worker = await startMain(fixture, ['kept'], 'main-1');
    await world.round(kept);
    await world.clock.advance(8 * 86_400_000);
    await world.round(kept);
    while ((await places()).join() !== '16,0') await delay(20);
    expect((await world.round(kept)).absent).toStrictEqual({});
  },
);
