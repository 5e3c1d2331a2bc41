import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from './support/source-file.ts';

const lib = join(root, 'dist/lib/constructs');

beforeAll(() => {
  if (!existsSync(join(lib, 'index.js'))) throw new Error('dist/lib is not built; run: npm run build');
});

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const names = "['Sensor', 'WebhookEventSource', 'JetStreamEventBus', 'http'].map((name) => typeof e[name]).join()";
const all = { status: 0, stdout: 'function,function,function,object', stderr: '' };

it('the library can be required, also by a Node that requires no ES modules', () => {
  const program = `const e = require('eventwright'); console.log(${names})`;
  expect(run('--no-experimental-require-module', '-e', program)).toStrictEqual(all);
});

it('the library can be imported, by name', () => {
  const program = `import * as e from 'eventwright'; console.log(${names})`;
  expect(run('--input-type=module', '-e', program)).toStrictEqual(all);
});

it('both are one copy', () => {
  const program = `
    import { createRequire } from 'node:module';
    import { InvalidSpecError } from 'eventwright';
    console.log(createRequire(process.cwd() + '/x.js')('eventwright').InvalidSpecError === InvalidSpecError);`;
  expect(run('--input-type=module', '-e', program).stdout).toBe('true');
});

it('no declaration that users see names zod', () => {
  const seen = new Set<string>();
  visit(join(lib, 'index.d.ts'));
  const naming = [...seen].filter((path) => /['"]zod['"]/.test(readFileSync(path, 'utf8')));
  expect(naming).toStrictEqual([]);
  expect(seen.size).toBeGreaterThan(10);

  function visit(path: string): void {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { fileName } of ts.preProcessFile(readFileSync(path, 'utf8')).importedFiles)
      if (fileName.startsWith('.')) visit(join(dirname(path), fileName.replace(/\.(ts|js)$/, '.d.ts')));
  }
});

it('the command line and the runtime start from their bundles', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const said = { status: 0, stdout: version, stderr: '' };
  expect(run('dist/cli/main.js', '--version')).toStrictEqual(said);
  expect(run('dist/runtime/main.js', '--version')).toStrictEqual(said);
  expect(run('dist/cli/main.js', 'dev', '--help').status).toBe(0);
  expect(run('dist/runtime/main.js', '--help').status).toBe(0);
});
