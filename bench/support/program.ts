import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  githubSignature,
  http,
  JetStreamEventBus,
  Sensor,
  unchecked,
  WebhookEventSource,
} from '../../constructs/index.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';

/** A program's documents and secrets as a runtime is given them, in a folder of its own. */
export interface Program extends AsyncDisposable {
  readonly documents: string;
  readonly secrets: string;
  readonly texts: readonly string[];
}

export interface Push {
  readonly n: number;
  readonly ref: string;
}

export interface ProgramOptions {
  /** Where the triggers post to. */
  readonly target: string;
  readonly sensors: number;
  /** By default a memory bus whose store is the runtime's own. */
  readonly bus?: EventBusSpec;
}

export const programNamespace = 'bench';
export const secret = 'a secret of a benchmark';

/** The event of a webhook that takes what GitHub signed with `secret`. */
export const signedPush = {
  endpoint: '/push',
  verify: githubSignature({ name: 'github', key: 'secret' }),
  payload: unchecked<Push>(),
};

/** One webhook at `/push`, signed as GitHub does with `secret`, and sensors that post each push to main. */
export async function writeProgram(options: ProgramOptions): Promise<Program> {
  return writeDocuments(synthesize(options));
}

/** The program of these documents. */
export async function writeDocuments(texts: readonly string[]): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-'));
  const program = { documents: join(folder, 'config'), secrets: join(folder, 'secrets') };
  await mkdir(program.documents);
  await mkdir(join(program.secrets, 'github'), { recursive: true });
  await writeFile(join(program.secrets, 'github', 'secret'), secret);
  for (const [n, text] of texts.entries()) await writeFile(join(program.documents, `${n}.json`), text);
  return { ...program, texts, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** The documents, with a bus that runs in place of the declared one. */
function synthesize({ target, sensors, bus: running = { kind: 'memory', name: 'bus' } }: ProgramOptions): string[] {
  const app = new App();
  const chart = new Chart(app, 'bench', { namespace: programNamespace });
  const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://127.0.0.1:4222'] });
  const github = new WebhookEventSource(chart, 'github', {
    bus,
    events: { push: signedPush },
  });
  for (let n = 0; n < sensors; n++)
    new Sensor(chart, `deploy-${n}`, {
      dependencies: { push: github.event('push', { filter: ({ data }) => data.ref === 'refs/heads/main' }) },
      triggers: {
        announce: {
          start: 'beginning',
          action: http.post({ url: target }),
          template: ({ push }) => ({ body: { id: push.id, n: push.data.n } }),
        },
      },
    });
  return documentsOf(app, running);
}

/** The documents of an app, on a bus that runs in place of the declared one. */
export function documentsOf(app: App, bus: EventBusSpec): string[] {
  return parseAllDocuments(app.synthYaml())
    .flatMap((document) => Object.values<string>(document.toJS()?.data ?? {}))
    .map((text) => JSON.stringify({ ...JSON.parse(text), bus }));
}
