import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { createCommand } from './command.ts';
import { CommandError } from './command-error.ts';
import { runCommand } from './run-command.ts';

const serve = createCommand({
  name: 'serve',
  summary: 'Serves.',
  usage: 'serve [<file>] [--port <port>]',
  details: 'Until it is told to stop.',
  options: {
    port: { type: 'string', value: '<port>', default: '80', help: 'where' },
    quiet: { type: 'boolean', short: 'q', help: 'says nothing' },
  },
  positionals: 1,
  run: async ({ port, quiet }, positionals) => {
    if (positionals[0] === 'bad') throw new InvalidSpecError('ci/github: it is wrong, do this');
    if (positionals[0] === 'gone') throw new CommandError('nothing listens there');
    if (positionals[0] === 'defect') throw new Error('a defect');
    ran.push({ port, quiet, positionals });
    return 0;
  },
});
let ran: object[] = [];

const run = (...args: string[]) => runOn('24.0.0', args);

async function runOn(nodeVersion: string, args: readonly string[]) {
  ran = [];
  const said: string[] = [];
  const code = await runCommand([serve], args, {
    out: (t) => said.push(t),
    err: (t) => said.push(`! ${t}`),
    nodeVersion,
  });
  return { code, said: said.join(''), ran };
}

it('a command is given its options and arguments', async () => {
  expect(await run('serve', 'a', '--port', '1', '-q')).toStrictEqual({
    code: 0,
    said: '',
    ran: [{ port: '1', quiet: true, positionals: ['a'] }],
  });
});

it.each([
  [['serv'], "! eventwright: serv: no such command, did you mean 'serve'?\n"],
  [['serve', '--prot', '1'], "! eventwright: --prot: serve has no such option, did you mean '--port'?\n"],
  [['serve', '--port'], '! eventwright: --port: it takes a value, <port>\n'],
  [['serve', '--quiet=yes'], '! eventwright: --quiet: it takes no value, write it alone\n'],
  [['serve', 'a', 'b'], '! eventwright: b: one argument too many; usage: eventwright serve [<file>] [--port <port>]\n'],
])('%j is told what is wrong, and ends with 2', async (args, said) => {
  expect(await run(...args)).toStrictEqual({ code: 2, said, ran: [] });
});

it.each([
  ['bad', 'ci/github: it is wrong, do this'],
  ['gone', 'nothing listens there'],
])('an error for people (%s) is shown without a stack, and ends with 1', async (argument, message) => {
  expect(await run('serve', argument)).toStrictEqual({ code: 1, said: `! eventwright: ${message}\n`, ran: [] });
});

it('an older Node than the runtime needs is told so, and how to get another', async () => {
  const { code, said } = await runOn('20.19.0', ['serve']);
  expect(code).toBe(1);
  expect(said).toContain('this is Node 20.19.0, and the runtime needs 24 or later');
  expect((await runOn('20.19.0', ['serve', '--help'])).code).toBe(0);
});

it('a defect keeps its stack', async () => {
  await expect(run('serve', 'defect')).rejects.toThrow('a defect');
});

it('every command explains itself', async () => {
  const { code, said } = await run('serve', '--help');
  expect({ code, said }).toMatchInlineSnapshot(`
{
  "code": 0,
  "said": "Usage: eventwright serve [<file>] [--port <port>]

Serves.

Until it is told to stop.

Options:
  --port <port>  where (default: 80)
  -q, --quiet    says nothing
",
}
`);
  expect((await run('--help')).said).toMatchInlineSnapshot(`
"Event-driven automation for Kubernetes, declared in TypeScript.

Usage: eventwright <command> [options]

Commands:
  serve  Serves.

  <command> --help  what a command does, and its options
  --version         the version
"
`);
});
