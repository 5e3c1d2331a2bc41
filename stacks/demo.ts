// `npm start`: runs the example on this machine, posts real GitHub payloads to it, and shows what fired and what did not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommandLine } from './demo/command-line.ts';
import { type Delivery, deliveries } from './demo/deliveries.ts';
import { freePort } from './demo/free-port.ts';
import { startTarget } from './demo/target.ts';

const project = resolve(import.meta.dirname, '..');
const app = 'node -C eventwright-source stacks/main.ts dev';
const say = (line: string) => process.stdout.write(`${line}\n`);
const secrets = { EVENTWRIGHT_SECRET_GITHUB_SECRET: 'a demo secret', EVENTWRIGHT_SECRET_DEPLOYS_TOKEN: 'a demo token' };

const failures = await demonstrate();
say('');
if (failures.length > 0) for (const failure of failures) say(`NOT AS EXPECTED: ${failure}`);
else say(`All ${deliveries.length} deliveries came out as expected.`);
say('To keep it running, and send to it from a second terminal:');
say(
  `  ${Object.entries(secrets)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')} npm run dev`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

async function demonstrate(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-demo-'));
  try {
    await using target = await startTarget(say);
    const run = { cwd: project, env: { ...secrets, DEPLOYS_URL: target.url } };
    const port = await freePort(8080);
    say(`$ eventwright dev --port ${port} --once`);
    await using dev = new CommandLine(['dev', '--app', app, '--port', `${port}`, '--once'], { ...run, onLine: say });
    await dev.until((lines) => lines.some((line) => line.startsWith('Ready')));
    const failures: string[] = [];
    for (const [index, delivery] of deliveries.entries())
      failures.push(...(await deliver(delivery, join(folder, `${index}.json`))));
    const code = await dev.interrupt();
    return code === 0 ? failures : [...failures, `eventwright dev ended with ${code}`];

    async function deliver({ what, event, header, payload, outcomes }: Delivery, file: string): Promise<string[]> {
      const from = dev.lines.length;
      if (payload) await writeFile(file, JSON.stringify(payload));
      const args = [
        'send',
        event,
        ...(payload ? [file] : []),
        ...(header ? ['--header', `x-github-event: ${header}`] : []),
      ];
      const shown = args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg));
      say(`\n# ${what}\n$ eventwright ${shown.join(' ')}`);
      const sent = new CommandLine(args, { ...run, onLine: say });
      if ((await sent.exit) !== 0) return [`${what}: it was not accepted`];
      const isOver = (trigger: string, lines: readonly string[]) =>
        lines.some((line) => new RegExp(`^ +${trigger} (fired|filtered|dead-lettered)`).test(line));
      const lines = await dev.until((seen) => Object.keys(outcomes).every((trigger) => isOver(trigger, seen)), from);
      return Object.entries(outcomes)
        .filter(([trigger, outcome]) => !lines.some((line) => line.trimStart().startsWith(`${trigger} ${outcome}`)))
        .map(
          ([trigger, outcome]) => `${what}: ${trigger} should have ${outcome === 'fired' ? outcome : 'filtered it'}`,
        );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
