import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findApp } from './find-app.ts';
import { synthesize } from './synthesize.ts';

const document = {
  apiVersion: 'eventwright.dev/v1',
  kind: 'EventSource',
  minRuntime: '0.1.0',
  metadata: { name: 'clock', worker: 'worker' },
  bus: { kind: 'jetstream', name: 'bus', servers: ['nats://nats:4222'] },
  spec: {
    kind: 'calendar',
    events: { tick: { interval: '10s', catchUp: { ticks: 'none', maxAge: '1h' } } },
  },
} as const;

const configMap = (text: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'clock', labels: { 'eventwright.dev/document': 'event-source' } },
    data: { 'event-source.json': text },
  });

async function project(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

it('the documents are those of the labelled ConfigMaps', async () => {
  await using given = await project({ 'a.yaml': `${configMap(JSON.stringify(document))}\n---\nkind: ConfigMap\n` });
  const documents = await synthesize({
    app: 'mkdir -p "$CDK8S_OUTDIR" && cp a.yaml "$CDK8S_OUTDIR"',
    folder: given.folder,
  });
  expect(documents).toStrictEqual([document]);
});

it('a program needs no image of the runtime on this machine', async () => {
  await using given = await project({ 'a.yaml': configMap(JSON.stringify(document)) });
  const app = 'test "$EVENTWRIGHT_IMAGE" && mkdir -p "$CDK8S_OUTDIR" && cp a.yaml "$CDK8S_OUTDIR"';
  expect(await synthesize({ app, folder: given.folder })).toHaveLength(1);
});

it.each([
  [
    'an InvalidSpecError as its message',
    "InvalidSpecError: ci/github: endpoint 'push' must start with '/'",
    "ci/github: endpoint 'push' must start with '/'",
  ],
  [
    'what the tree refuses, under its path',
    'Error: Validation failed with the following errors:\n  [ci/deploy] ci/deploy: it has no trigger\n  [ci/x] no port',
    'ci/deploy: it has no trigger\nci/x: no port',
  ],
  [
    'a name given twice, with the fix',
    "Error: There is already a Construct with name 'github' in Chart [ci]",
    "ci: there is a construct 'github' already; rename one of them",
  ],
  [
    'anything else whole',
    'ReferenceError: x is not defined',
    "'cat said >&2; exit 3' ended with 3:\nfile:///main.ts:1\n\nReferenceError: x is not defined\n    at main.ts:1:1",
  ],
])('a program that fails is shown by what it said: %s', async (_, thrown, message) => {
  await using given = await project({ said: `file:///main.ts:1\n\n${thrown}\n    at main.ts:1:1\n` });
  await expect(synthesize({ app: 'cat said >&2; exit 3', folder: given.folder })).rejects.toThrow(
    expect.objectContaining({ name: 'CommandError', message }),
  );
});

it('a program that declares nothing is an error that says why that may be', async () => {
  await using given = await project({});
  await expect(synthesize({ app: 'true', folder: given.folder })).rejects.toThrow('does it call app.synth()');
});

it('the app is that of cdk8s.yaml', async () => {
  await using given = await project({ 'cdk8s.yaml': 'language: typescript\napp: node main.ts\n' });
  expect(await findApp(given.folder)).toBe('node main.ts');
});

it.each([
  [{}, 'cdk8s.yaml cannot be read here (ENOENT)'],
  [{ 'cdk8s.yaml': 'language: typescript\n' }, "'app' is missing"],
  [{ 'cdk8s.yaml': 'app: [' }, 'cdk8s.yaml: '],
])('no app in %j is told with the fix', async (files, message) => {
  await using given = await project(files as Record<string, string>);
  await expect(findApp(given.folder)).rejects.toThrow(message);
});
