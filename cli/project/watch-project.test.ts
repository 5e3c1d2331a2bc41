import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchProject } from './watch-project.ts';

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'watch-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

it('a change of a source is told, one of what is generated or installed is not', async () => {
  await using given = await temporaryFolder();
  for (const name of ['src', 'dist', 'node_modules']) await mkdir(join(given.folder, name));
  const over = new AbortController();
  const changes = watchProject({ folder: given.folder, signal: over.signal })[Symbol.asyncIterator]();
  const first = changes.next();
  for (const name of ['dist', 'node_modules', 'src']) await writeFile(join(given.folder, name, 'a.ts'), '1');
  expect(await first).toStrictEqual({ done: false, value: ['src/a.ts'] });
  over.abort();
  expect(await changes.next()).toStrictEqual({ done: true, value: undefined });
});

it('a change while the last one is worked on is not lost, also in a new folder', async () => {
  await using given = await temporaryFolder();
  const over = new AbortController();
  const changes = watchProject({ folder: given.folder, signal: over.signal })[Symbol.asyncIterator]();
  const first = changes.next();
  await mkdir(join(given.folder, 'sensors'));
  await first;
  await writeFile(join(given.folder, 'sensors', 'a.ts'), '1');
  expect(await changes.next()).toStrictEqual({ done: false, value: ['sensors/a.ts'] });
  over.abort();
});
