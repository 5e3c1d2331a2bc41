import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWorkerDocument, type WorkerDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import type { OperateOptions } from '../operate.ts';

/** A program with one sensor, `deploy`. */
export function toProgram(bus: EventBusSpec, spec: object): WorkerDocument[] {
  const document = {
    apiVersion: 'eventwright.dev/v1',
    kind: 'Sensor',
    minRuntime: '0.1.0',
    metadata: { name: 'deploy', worker: 'worker' },
    bus,
    spec,
  };
  return [parseDocument(JSON.stringify(document), 'test')].filter(isWorkerDocument);
}

interface Project extends AsyncDisposable {
  /** How a command is told to operate it. */
  readonly options: OperateOptions;
}

/** A folder with a program that declares these. */
export async function createProject(documents: readonly WorkerDocument[]): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  const objects = documents.map((document, n) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `document-${n}`, labels: { 'eventwright.dev/document': 'sensor' } },
    data: { 'document.json': JSON.stringify(document) },
  }));
  await writeFile(join(folder, 'all.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return {
    options: {
      folder,
      app: 'mkdir -p "$CDK8S_OUTDIR" && cp all.yaml "$CDK8S_OUTDIR"',
      server: undefined,
      secretsFolder: 'none',
      dev: false,
      sensor: undefined,
      trigger: undefined,
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
