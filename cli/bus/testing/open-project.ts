import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { connectEventBus } from '../../../runtime/event-bus/index.ts';
import { serveMemoryStore } from '../../../runtime/event-bus/memory/serve-memory.ts';
import { MemoryStore } from '../../../runtime/event-bus/memory/store.ts';
import { temporarySocket } from '../../../runtime/event-bus/memory/testing/temporary-socket.ts';
import { encodeRecord } from '../../../runtime/partition/journal/record.ts';
import { toOperatorContext } from '../../bus-connection/connect-operator.ts';
import { bus } from '../bus.ts';

interface ServedBus extends AsyncDisposable {
  readonly spec: EventBusSpec;
}

const quotas = {
  events: '1Mi',
  journals: '2Gi',
  notes: '64Mi',
  members: '16Mi',
  deadLetters: '1Gi',
  outcomes: '256Mi',
};

async function serveMemory(): Promise<ServedBus> {
  const socket = await temporarySocket();
  const serving = await serveMemoryStore(new MemoryStore(), socket.path);
  return {
    spec: { kind: 'memory', name: 'main', socket: socket.path },
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      await socket[Symbol.asyncDispose]();
    },
  };
}

const toSource = (name: string) => ({
  kind: 'EventSource',
  metadata: { name, worker: 'worker' },
  spec: {
    kind: 'webhook',
    events: { push: { endpoint: '/push', methods: ['POST'], verify: 'none', maxPayloadSize: '1Mi' } },
  },
});

/** A project whose program declares a sensor and perhaps a Keeper, on a bus that is empty. */
export async function openProject(
  serve: () => Promise<ServedBus> = serveMemory,
  { more = {}, sources = [] }: { readonly more?: object; readonly sources?: readonly string[] } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'bus-test-'));
  const served = await serve();
  let spec = { ...served.spec, ...more };
  const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0' };
  const sensor = () => ({
    ...head,
    kind: 'Sensor',
    metadata: { name: 'deploy', worker: 'worker' },
    bus: spec,
    spec: {
      dependencies: { push: { eventSource: 'hook', event: 'push' } },
      triggers: {
        note: {
          when: 'push',
          action: { kind: 'log' },
          template: { code: "() => 'done'" },
          start: 'beginning',
        },
      },
    },
  });
  const keeper = (replicas: number) => ({
    ...head,
    kind: 'Keeper',
    metadata: { name: 'keeper' },
    bus: spec,
    spec: { replicas, quotas, grace: '7d' },
  });
  return {
    spec,
    /** Declares another bus from then on. */
    change(options: object): void {
      spec = { ...spec, ...options };
    },
    async write(replicas: number | undefined): Promise<void> {
      const documents = [
        sensor(),
        ...sources.map((name) => ({ ...head, ...toSource(name), bus: spec })),
        ...(replicas === undefined ? [] : [keeper(replicas)]),
      ];
      await writeFile(join(folder, 'manifests.txt'), documents.map(toConfigMap).join('---\n'));
    },
    /** What a keeper that has found nothing leaves behind: the claim of its partition. */
    async keep(): Promise<void> {
      await using connection = await connectEventBus(spec, toOperatorContext({ secretsFolder: 'none' }));
      await using journal = await connection.journal({ namespace: 'default', worker: 'keeper-keeper', index: 0 });
      const claim = { id: 'a', epoch: 1, owner: 'keeper-0', n: 0, kind: 'claim', prevEpoch: 0, prevN: 0 } as const;
      for (const { bytes } of encodeRecord(claim, [], 10_000)) await journal.append(bytes, undefined);
    },
    async run(verb: string | undefined, json = false) {
      const lines: string[] = [];
      const app = 'cp manifests.txt $CDK8S_OUTDIR/manifests.yaml';
      const options = { folder, app, server: undefined, secretsFolder: 'secrets', json };
      const code = await bus(verb, { ...options, say: (line) => lines.push(line) });
      return { code, lines };
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

function toConfigMap(document: { readonly metadata: { readonly name: string } }): string {
  const metadata = { name: document.metadata.name, labels: { 'eventwright.dev/document': 'true' } };
  return `${JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'document.json': JSON.stringify(document) },
  })}\n`;
}
