// Builds what is published: the library as CommonJS (dist/lib), the command line and the runtime as ESM bundles.
import { spawnSync } from 'node:child_process';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { createSbom, toNpmComponent } from '../cli/image/sbom.ts';
import { listBundledPackages } from './bundled-packages.ts';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const manifest = createRequire(import.meta.url)(join(root, 'package.json'));

/**
 * An ES module that imports one of these reads every name it exports, and with them Node loads its own undici and Web
 * Crypto: some 60 ms that `require` does not take.
 */
const requireBuiltins: Plugin = {
  name: 'require-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(http|crypto)$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : { path, external: true },
    );
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: `module.exports = require('${path}')` }));
  },
};

const bundle: BuildOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  legalComments: 'linked',
  logLevel: 'warning',
  plugins: [requireBuiltins],
  // The other one reads a file beside it, which no bundle has.
  alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
  // Bundled CommonJS modules require Node's own.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module';const require = createBundleRequire(import.meta.url);",
  },
};

await Promise.all(['lib', 'cli', 'runtime'].map((part) => rm(join(dist, part), { recursive: true, force: true })));
buildLibrary();
await Promise.all([
  writeFile(join(dist, 'lib/package.json'), '{"type":"commonjs"}\n'),
  build({ ...bundle, entryPoints: [join(root, 'cli/main.ts')], outdir: join(dist, 'cli'), external: installed() }),
  buildRuntime(),
]);
await chmod(join(dist, 'cli/main.js'), 0o755);

/** The packages that users have beside the command line; it brings all others itself. */
function installed(): string[] {
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
}

/** The runtime brings all its packages itself, and says which. */
async function buildRuntime(): Promise<void> {
  const { metafile } = await build({
    ...bundle,
    absWorkingDir: root,
    entryPoints: [join(root, 'runtime/main.ts')],
    outdir: join(dist, 'runtime'),
    metafile: true,
  });
  const sbom = createSbom({ ...toNpmComponent(manifest), type: 'application' }, listBundledPackages(metafile, root));
  await writeFile(join(dist, 'runtime/sbom.json'), `${JSON.stringify(sbom, undefined, 2)}\n`);
}

function buildLibrary(): void {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.lib.json')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
