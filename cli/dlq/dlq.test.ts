import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWorkerDocument, type WorkerDocument } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { connectBusAdmin } from '../../runtime/event-bus/index.ts';
import { startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { serveMemoryStore } from '../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../runtime/event-bus/memory/store.ts';
import { temporarySocket } from '../../runtime/event-bus/memory/testing/temporary-socket.ts';
import { defaultTiming } from '../../runtime/partition/timing.ts';
import { sleep, systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import type { Observation } from '../../runtime/support/observation.ts';
import { startWorker } from '../../runtime/worker/worker.ts';
import { connectOperator, toOperatorContext } from '../bus-connection/connect-operator.ts';
import { type DlqOptions, dlq } from './dlq.ts';

const push: EventAddress = { class: 'event', namespace: 'default', eventSource: 'hook', event: 'push' };
const timing = { ...defaultTiming, announceMs: 20, silenceMs: 500, actWithinMs: 400, successorWaitMs: 450 };

interface Bus extends AsyncDisposable {
  readonly spec: EventBusSpec;
}

async function startMemory(): Promise<Bus> {
  const socket = await temporarySocket();
  const serving = await serveMemoryStore(new MemoryStore(), socket.path);
  return {
    spec: { kind: 'memory', name: 'bus', socket: socket.path },
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      await socket[Symbol.asyncDispose]();
    },
  };
}

async function startJetStream(): Promise<Bus> {
  const server = await startNatsServer();
  const spec = { kind: 'jetstream', name: 'bus', servers: [server.url] } as const;
  await using admin = await connectBusAdmin(spec, toOperatorContext({ secretsFolder: 'none' }));
  await admin.apply({ quotas: {} });
  return { spec, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A program with one sensor, whose trigger `note` has this filter. */
function toProgram(bus: EventBusSpec, filter: string): WorkerDocument[] {
  const trigger = {
    when: 'push',
    action: { kind: 'log' },
    template: { code: "() => 'done'" },
    start: 'beginning',
  };
  const document = {
    apiVersion: 'eventwright.dev/v1',
    kind: 'Sensor',
    minRuntime: '0.1.0',
    metadata: { name: 'deploy', worker: 'worker' },
    bus,
    spec: {
      dependencies: {
        push: { eventSource: 'hook', event: 'push', filter: { code: filter } },
      },
      triggers: { note: trigger },
    },
  };
  return [parseDocument(JSON.stringify(document), 'test')].filter(isWorkerDocument);
}

async function createProject(documents: readonly WorkerDocument[]) {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  const objects = documents.map((document, n) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `document-${n}`, labels: { 'eventwright.dev/document': 'sensor' } },
    data: { 'document.json': JSON.stringify(document) },
  }));
  await writeFile(join(folder, 'all.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function startReplica(bus: EventBus, documents: readonly WorkerDocument[], replica: string) {
  const observed: Observation[] = [];
  const worker = await startWorker({
    documents,
    bus,
    http: { add: () => ({ [Symbol.dispose]() {} }) },
    namespace: 'default',
    worker: 'worker',
    replica,
    secrets: { read: () => Promise.reject(new Error('there is no secret')) },
    clock: systemClock,
    timing,
    random: Math.random,
    log: noLog,
    observe: (observation) => observed.push(observation),
  });
  return {
    async has(kind: Observation['kind'], times: number): Promise<void> {
      while (observed.filter((one) => one.kind === kind).length < times) await sleep(systemClock, 10);
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

async function setUp(start: () => Promise<Bus>) {
  const stack = new AsyncDisposableStack();
  const { spec } = stack.use(await start());
  const broken = toProgram(spec, '({ data }) => data.missing.n > 0');
  const { folder } = stack.use(await createProject(broken));
  const bus = stack.use(await connectOperator(spec, { secretsFolder: 'none' }));
  {
    await using replica = await startReplica(bus, broken, 'broken');
    for (const n of [1, 2, 3]) {
      await bus.publish(push, {
        id: `push-${n}`,
        source: '/hook',
        type: 'push',
        time: '2026-01-01T00:00:00Z',
        datacontenttype: 'application/json',
        extensions: { ewmeta: JSON.stringify({ headers: { 'x-api-key': 'secret', accept: 'text/plain' } }) },
        data: Buffer.from(JSON.stringify({ n })),
      });
    }
    await replica.has('deadLettered', 3);
  }
  const run = async (words: readonly string[], more: Partial<DlqOptions> = {}, confirm?: boolean) => {
    const said: string[] = [];
    const options: DlqOptions = {
      folder,
      app: 'mkdir -p "$CDK8S_OUTDIR" && cp all.yaml "$CDK8S_OUTDIR"',
      server: undefined,
      secretsFolder: 'none',
      dev: false,
      sensor: undefined,
      trigger: undefined,
      json: false,
      limit: 50,
      all: false,
      yes: false,
      ...more,
    };
    const code = await dlq(words, options, {
      say: (line) => said.push(line),
      ...(confirm !== undefined && { confirm: async () => confirm }),
    });
    return { code, said };
  };
  const ids = async () => (await run(['ls'], { json: true })).said.map((line) => JSON.parse(line).event as string);
  return { spec, bus, run, ids, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe.each([
  ['memory', startMemory],
  ['jetstream', startJetStream],
])('dlq on %s', (_, start) => {
  it('lists, shows and redrives what was given up', async () => {
    await using world = await setUp(start);
    const { run, ids, bus, spec } = world;

    const listed = await run(['ls']);
    expect(listed.said).toHaveLength(4);
    expect(listed.said[0]).toMatch(/^id +time +trigger +event +attempts +reason$/);
    expect(listed.said[1]).toMatch(
      /^[0-9a-f]{10} {2}\d{4}-\S+Z {2}default\/deploy\/note {2}default\/hook\/push push-\d {2}0 +dependency 'push': filter: /,
    );
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-2', 'push-3']);
    expect((await run(['ls'], { limit: 1 })).said.at(-1)).toBe('and 2 older; --limit 3 shows all');

    const shown = (await run(['show', 'push-2'])).said.join('\n');
    expect(shown).toContain('trigger   default/deploy/note');
    expect(shown).toContain('{\n    "n": 2\n  }');
    expect(shown).toContain('"x-api-key": "***"');
    expect(shown).toContain('"accept": "text/plain"');

    expect(await run(['redrive', 'push-2'])).toStrictEqual({ code: 0, said: ['1 dead letter redriven'] });
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-3']);

    await using replica = await startReplica(bus, toProgram(spec, '({ data }) => data.n > 0'), 'mended');
    await replica.has('fired', 1);
    expect(await run(['redrive'], { all: true }, false)).toStrictEqual({ code: 0, said: ['nothing was redriven'] });
    expect(await run(['redrive'], { all: true, sensor: 'deploy' })).toStrictEqual({
      code: 0,
      said: ['2 dead letters redriven'],
    });
    await replica.has('fired', 3);
    expect((await run(['ls'])).said).toStrictEqual(['no dead letter is waiting']);
  });

  it('shows what fails again', async () => {
    await using world = await setUp(start);
    const { run, ids, bus, spec } = world;
    await run(['redrive'], { all: true, yes: true });
    expect(await ids()).toStrictEqual([]);
    await using replica = await startReplica(bus, toProgram(spec, '({ data }) => data.absent.n > 0'), 'still');
    await replica.has('deadLettered', 3);
    expect((await ids()).sort()).toStrictEqual(['push-1', 'push-2', 'push-3']);
  });

  it('says what is wrong, and what is right', async () => {
    await using world = await setUp(start);
    const { run } = world;
    await expect(run([])).rejects.toThrow('say what to do, ls, show, redrive');
    await expect(run(['lst'])).rejects.toThrow("'lst' is none, did you mean 'ls'?");
    await expect(run(['ls', 'x'])).rejects.toThrow('ls takes no id; to see one: eventwright dlq show x');
    await expect(run(['show'])).rejects.toThrow("say which one to show, by the id that 'eventwright dlq ls' tells");
    await expect(run(['show', 'push-9'])).rejects.toThrow(
      "push-9: no such dead letter; 'eventwright dlq ls' lists them, did you mean 'push-",
    );
    await expect(run(['redrive'])).rejects.toThrow('say which to redrive');
    await expect(run(['redrive', 'x'], { all: true })).rejects.toThrow('leave out x, or --all');
    await expect(run(['redrive'], { all: true })).rejects.toThrow('add --sensor or --trigger, or --yes');
    await expect(run(['ls'], { sensor: 'deplo' })).rejects.toThrow(
      "--sensor: 'deplo' is no sensor of the program, did you mean 'deploy'?",
    );
    await expect(run(['ls'], { trigger: 'not' })).rejects.toThrow(
      "--trigger: there is no trigger 'not', did you mean 'note'?",
    );
    await expect(run(['ls'], { dev: true })).rejects.toThrow("--dev: nothing runs here; start 'eventwright dev'");
  });
});
