import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { checkArguments } from '../cli/command/check-arguments.ts';
import { commands } from '../cli/commands.ts';
import { type CodeBlock, codeBlocks, documents, readDocument } from './support/code-blocks.ts';
import { root } from './support/source-file.ts';

const folder = join(root, 'dist/docs');
const programs = codeBlocks('ts').map((block) => ({
  ...block,
  path: join(folder, `${block.at.replace(/\W+/g, '-')}.ts`),
}));

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of programs) writeFileSync(path, `${text}\nexport {};\n`);
});

describe('the programs in the documentation', () => {
  it('compile', () => {
    const problems = ts.getPreEmitDiagnostics(
      ts.createProgram(
        programs.map(({ path }) => path),
        compilerOptions(),
      ),
    );
    expect(problems.map(describeProblem)).toStrictEqual([]);
  }, 60_000);

  it('run', () => {
    const outdir = join(folder, 'manifests');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['-C', 'eventwright-source', join(root, 'test/support/run-modules.ts'), ...programs.map(({ path }) => path)],
      { cwd: folder, env: { ...process.env, CDK8S_OUTDIR: outdir, NODE_OPTIONS: '' }, encoding: 'utf8' },
    );
    const answer = stdout.trimEnd().split('\n').at(-1) || JSON.stringify(stderr);
    expect(JSON.parse(answer)).toStrictEqual({});
  }, 60_000);
});

describe('the commands in the documentation', () => {
  const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
  const lines = codeBlocks('sh').flatMap(({ at, text }) =>
    text
      .replaceAll('\\\n', ' ')
      .split(/\n|&&|\|\|?|;/)
      .map((line) => ({ at, words: line.trim().split(/\s+/) })),
  );

  it('of npm are scripts', () => {
    const run = lines.filter(({ words }) => words[0] === 'npm');
    const builtin = ['ci', 'install', 'start', 'test'];
    const unknown = run.filter(({ words }) =>
      words[1] === 'run' ? !scripts.includes(words[2] ?? '') : !builtin.includes(words[1] ?? ''),
    );
    expect(unknown.map(({ at, words }) => `${at}: ${words.join(' ')}`)).toStrictEqual([]);
  });

  it('of eventwright exist, with their options', () => {
    const problems = lines.flatMap(({ at, words }) => {
      const begin = words.indexOf('eventwright');
      if (begin < 0 || words[begin + 1]?.startsWith('--')) return [];
      const problem = problemOf(words.slice(begin + 1).map((word) => word.replace(/^['"]/, '')));
      return problem ? [`${at}: ${problem}`] : [];
    });
    expect(problems).toStrictEqual([]);
  });

  function problemOf([name, ...args]: readonly string[]): string | undefined {
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) return `there is no command '${name}'`;
    try {
      checkArguments({ ...command, positionals: Number.POSITIVE_INFINITY }, args);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  }
});

describe('the data in the documentation', () => {
  it.each(['json', 'yaml'])('parses: %s', (language) => {
    const read = language === 'json' ? JSON.parse : parse;
    expect(codeBlocks(language).flatMap((block) => problemsOf(block, read))).toStrictEqual([]);
  });

  function problemsOf({ at, text }: CodeBlock, read: (text: string) => unknown): string[] {
    try {
      read(text);
      return [];
    } catch (error) {
      return [`${at}: ${(error as Error).message}`];
    }
  }
});

it('every link between documents leads somewhere', () => {
  const broken = documents.flatMap((path) =>
    [...readDocument(path).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^\w+:/.test(target) && !leadsSomewhere(path, target))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toStrictEqual([]);
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(readDocument(path)).includes(anchor);
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}

function describeProblem({ file, start, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  const block = programs.find(({ path }) => path === file?.fileName);
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `${block?.at ?? file?.fileName} line ${line}: ${message}`;
}
