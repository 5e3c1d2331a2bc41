import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { type Component, toNpmComponent } from '../cli/image/sbom.ts';

/** The packages of which something is in a bundle. */
export function listBundledPackages({ outputs }: Metafile, root: string): Component[] {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const folders = new Set(inputs.flatMap(([path]) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return [...folders].map((folder) =>
    toNpmComponent(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))),
  );
}
