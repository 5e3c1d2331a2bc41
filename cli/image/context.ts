import { chmod, copyFile, lutimes, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OciConfig, OciImage } from './oci-archive.ts';
import type { TarEntry } from './tar.ts';

/**
 * Writes what a builder needs into a folder: the files of each layer, and a Containerfile that puts them into an image
 * and runs nothing. Resolves with the path of the latter.
 */
export async function writeContext({ layers, config }: OciImage, folder: string): Promise<string> {
  for (const [n, entries] of layers.entries())
    for (const entry of entries) await writeEntry(entry, join(folder, `${n}`, entry.path));
  const file = join(folder, 'Containerfile');
  await writeFile(file, renderContainerfile(layers.length, config));
  return file;
}

function renderContainerfile(
  layers: number,
  { User, Env = [], Labels = {}, WorkingDir, Entrypoint }: OciConfig,
): string {
  const lines = [
    'FROM scratch',
    ...Array.from({ length: layers }, (_, n) => `COPY ${n}/ /`),
    ...Env.map((variable) => `ENV ${variable}`),
    ...Object.entries(Labels).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`),
    ...(WorkingDir ? [`WORKDIR ${WorkingDir}`] : []),
    ...(User ? [`USER ${User}`] : []),
    `ENTRYPOINT ${JSON.stringify(Entrypoint)}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function writeEntry(entry: TarEntry, path: string): Promise<void> {
  await mkdir('folder' in entry ? path : dirname(path), { recursive: true });
  if ('file' in entry) await copyFile(entry.file, path);
  if ('content' in entry) await writeFile(path, entry.content);
  if ('folder' in entry && entry.mode === undefined) return;
  await chmod(path, entry.mode ?? 0o644);
  await lutimes(path, 0, 0);
}
