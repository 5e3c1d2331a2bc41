import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readDocuments } from './read-documents.ts';

const source = (name: string) =>
  JSON.stringify({
    apiVersion: 'eventwright.dev/v1',
    kind: 'EventSource',
    minRuntime: '0.1.0',
    metadata: { name, worker: 'worker' },
    bus: { kind: 'memory', name: 'bus' },
    spec: {
      kind: 'calendar',
      events: { tick: { interval: '10s', catchUp: { ticks: 'none', maxAge: '1h' } } },
    },
  });

async function folderWith(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const [path, target] of Object.entries(links)) await symlink(target, join(folder, path));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

it('documents are read from folders as projected ConfigMaps look', async () => {
  await using given = await folderWith(
    { 'b/..2026/event-source.json': source('b'), 'a/event-source.json': source('a'), 'a/notes.txt': 'none' },
    { 'b/..data': '..2026', 'b/event-source.json': '..data/event-source.json' },
  );
  const documents = await readDocuments(given.folder);
  expect(documents.map(({ metadata }) => metadata.name)).toStrictEqual(['a', 'b']);
});

it('every broken document is named at once', async () => {
  await using given = await folderWith({ 'a.json': '{', 'b.json': source('b'), 'c.json': '{"kind":"Nothing"}' });
  const message = await readDocuments(given.folder).catch((error: Error) => error.message);
  expect(message).toContain(join(given.folder, 'a.json'));
  expect(message).toContain(join(given.folder, 'c.json'));
  expect(message).not.toContain(join(given.folder, 'b.json'));
});

it('two documents of one name are an error that names both', async () => {
  await using given = await folderWith({ 'a.json': source('a'), 'b.json': source('b'), 'copy.json': source('a') });
  await expect(readDocuments(given.folder)).rejects.toThrow(
    `${given.folder}/copy.json: EventSource 'a' is in ${given.folder}/a.json already, take one of them out`,
  );
});

it('a folder without documents, or none at all, is an error that says what belongs there', async () => {
  await using given = await folderWith({});
  await expect(readDocuments(given.folder)).rejects.toThrow('holds no document');
  await expect(readDocuments(join(given.folder, 'absent'))).rejects.toThrow('cannot be read (ENOENT)');
});
