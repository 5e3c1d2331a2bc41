import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseEnv } from 'node:util';
import { realPathIn } from './real-path.ts';
import { type Component, toLicense } from './sbom.ts';
import type { SharedLibrary } from './shared-libraries.ts';

/** Node and the libraries it is linked with, for the bill of materials; of the packages of Debian where it is one. */
export async function describeSystem(
  root: string,
  libraries: readonly SharedLibrary[],
  nodeVersion: string,
): Promise<Component[]> {
  const distribution = await readDistribution(root);
  const found = new Map<string, Component>();
  for (const library of libraries) {
    const component = distribution && describePackage(root, library, distribution);
    const entry = component ?? (await describeFile(root, library));
    found.set(entry['bom-ref'], entry);
  }
  return [describeNode(nodeVersion), ...found.values()];
}

function describeNode(version: string): Component {
  const purl = `pkg:generic/node@${version}`;
  return { type: 'application', 'bom-ref': purl, name: 'node', version, purl, licenses: [toLicense('MIT')] };
}

interface Distribution {
  readonly id: string;
  readonly release: string;
}

/** The distribution in `/etc/os-release`, where Debian's tools can be asked about its files. */
async function readDistribution(root: string): Promise<Distribution | undefined> {
  if (!existsSync(join(root, 'var/lib/dpkg/status'))) return undefined;
  const release = await realPathIn(root, '/etc/os-release');
  const { ID, VERSION_ID } = parseEnv(release === undefined ? '' : await readFile(join(root, release), 'utf8'));
  return ID === undefined ? undefined : { id: ID, release: VERSION_ID ?? '' };
}

function describePackage(
  root: string,
  { path, realPath }: SharedLibrary,
  { id, release }: Distribution,
): Component | undefined {
  // dpkg knows a file under /lib or under /usr/lib, as its package says.
  for (const candidate of [path, realPath, realPath.replace(/^\/usr/, '')]) {
    const [, name] = /^([^:,]+)(?::\w+)?: /.exec(ask(root, ['--search', candidate])) ?? [];
    if (name === undefined) continue;
    const [version = '', architecture = ''] = ask(root, ['--show', `--showformat=\${Version} \${Architecture}\n`, name])
      .trim()
      .split(/\s/);
    const purl = `pkg:deb/${id}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=${id}-${release}`;
    return { type: 'library', 'bom-ref': purl, group: id, name, version, purl };
  }
  return undefined;
}

function ask(root: string, args: readonly string[]): string {
  return (
    spawnSync('dpkg-query', [`--admindir=${join(root, 'var/lib/dpkg')}`, ...args], { encoding: 'utf8' }).stdout ?? ''
  );
}

async function describeFile(root: string, { path, realPath }: SharedLibrary): Promise<Component> {
  const content = createHash('sha256')
    .update(await readFile(join(root, realPath)))
    .digest('hex');
  return { type: 'file', 'bom-ref': path, name: basename(path), hashes: [{ alg: 'SHA-256', content }] };
}
