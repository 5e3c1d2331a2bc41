import { setImmediate as turn } from 'node:timers/promises';
import { Pool } from 'undici';
import { parseDocument } from '../model/document/parse-document.ts';
import type { Event } from '../model/event/event.ts';
import { connectMemory } from '../runtime/event-bus/memory/connect-memory.ts';
import { MemoryStore } from '../runtime/event-bus/memory/store.ts';
import { defaultTiming } from '../runtime/partition/timing.ts';
import { createSecrets } from '../runtime/support/secrets.ts';
import { startTestWorker } from '../runtime/worker/testing/start-test-worker.ts';
import { startChild } from './support/child.ts';
import { compare, type Figure } from './support/figure.ts';
import { Meter } from './support/meter.ts';
import { type Program, programNamespace, writeProgram } from './support/program.ts';

/** As many as a trigger has in flight at the most. */
const inFlight = 512;
const rounds = 5;

/** A backlog of events on the memory bus, each posted by a trigger, against a bare loop that parses, posts and reads the answer. */
export async function* triggerFigures(): AsyncIterable<Figure> {
  yield await figure('trigger to a fast target', { delayMs: 0, events: 20_000 });
  yield await figure('trigger to a 50 ms target', { delayMs: 50, events: 30_000 });
}

async function figure(name: string, { delayMs, events: count }: { delayMs: number; events: number }): Promise<Figure> {
  await using target = await startChild<{ port: number }>(new URL('support/target.ts', import.meta.url), [
    `${delayMs}`,
  ]);
  const url = `http://127.0.0.1:${target.ready.port}/`;
  await using program = await writeProgram({ target: url, sensors: 1 });
  const events = Array.from({ length: count }, (_, n) => toEvent(n));
  const measured = await compare(
    rounds,
    () => ours(program, events),
    () => bare(url, events),
  );
  return { name, unit: 'triggers/s', ...measured, goal: { of: 'ratio', atLeast: 0.8 } };
}

async function ours(program: Program, events: readonly Event[]): Promise<number> {
  const store = new MemoryStore();
  await using bus = connectMemory(store);
  const address = { class: 'event', namespace: programNamespace, eventSource: 'github', event: 'push' } as const;
  for (const event of events) await bus.publish(address, event);
  const finished = Promise.withResolvers<void>();
  const meter = new Meter(events.length, finished.resolve);
  await using _worker = await startTestWorker({
    documents: program.texts
      .map((text, n) => parseDocument(text, `${n}.json`))
      .filter((document) => document.kind === 'Sensor'),
    bus,
    namespace: programNamespace,
    worker: 'default',
    replica: 'bench',
    secrets: createSecrets({ folder: program.secrets }),
    timing: defaultTiming,
    observe: ({ kind }) => kind === 'fired' && meter.count(),
  });
  await finished.promise;
  return meter.perSecond;
}

async function bare(url: string, events: readonly Event[]): Promise<number> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight, pipelining: 1 });
  const meter = new Meter(events.length, () => {});
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async (_, n) => {
      if (n % 64 === 0) await turn();
      for (let event = events[next++]; event; event = events[next++]) {
        const data = JSON.parse(Buffer.from(event.data).toString()) as { n: number; ref: string };
        if (data.ref !== 'refs/heads/main') continue;
        const headers = { 'content-type': 'application/json', 'idempotency-key': event.id };
        const answer = await pool.request({
          path,
          method: 'POST',
          headers,
          body: JSON.stringify({ id: event.id, n: data.n }),
        });
        await answer.body.text();
        meter.count();
      }
    }),
  );
  await pool.close();
  return meter.perSecond;
}

function toEvent(n: number): Event {
  return {
    id: `event-${n}`,
    source: '/bench/github',
    type: 'eventwright.webhook',
    subject: 'push',
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify({ n, ref: 'refs/heads/main', note: 'x'.repeat(400) })),
  };
}
