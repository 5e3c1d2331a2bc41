import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buses } from './bus-connection/testing/buses.ts';
import { toProgram } from './bus-connection/testing/project.ts';
import { startReplica } from './bus-connection/testing/replica.ts';
import { startProject } from './bus-connection/testing/start-project.ts';
import { toEvent } from './bus-connection/testing/to-event.ts';

/** `eventwright` in a process of its own. */
function start(args: readonly string[], cwd = '.') {
  const main = join(import.meta.dirname, 'main.ts');
  return spawn(process.execPath, ['-C', 'eventwright-source', main, ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What it said, and how it ended. */
async function run(args: readonly string[], cwd: string) {
  const child = start(args, cwd);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err, code };
}

const hostile = 'esc\u001b[31mR\u009b2J\u202e';
const shown = 'esc\\u001b[31mR\\u009b2J\\u202e';

it('what an event holds is shown by no command so that a terminal obeys it, and is exact in JSON', async () => {
  const [[, startBus] = []] = buses;
  if (!startBus) throw new Error('there is no bus');
  const sha = { code: '({ data }) => data.sha' };
  const trigger = { action: { kind: 'log' }, template: { code: '({ push }) => push.data.none.n' }, start: 'beginning' };
  await using started = await startProject(startBus, (bus) =>
    toProgram(bus, {
      dependencies: { push: { eventSource: 'hook', event: 'push' }, image: { eventSource: 'hook', event: 'image' } },
      correlate: { by: { push: sha, image: sha }, within: '30m' },
      triggers: { both: { ...trigger, when: 'push && image' }, broken: { ...trigger, when: 'push' } },
    }),
  );
  const { documents, bus } = started;
  await using replica = await startReplica(bus, documents, 'one');
  await bus.publish(...toEvent('push', hostile, { sha: hostile, text: `first\n${hostile}` }));
  await replica.has('deadLettered', 1);
  const { folder, app } = started.options;
  const ask = async (...words: readonly string[]) => {
    const { out, err, code } = await run([...words, '--app', app ?? ''], folder);
    expect({ err, code }).toStrictEqual({ err: '', code: 0 });
    return out;
  };
  while (!(await ask('joins', 'ls')).includes('both'));
  for (const words of [
    ['joins', 'ls'],
    ['dlq', 'ls'],
    ['dlq', 'show', hostile],
    ['why', hostile],
  ]) {
    const said = await ask(...words);
    expect(said).toContain(shown);
    expect(said).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  }
  expect(JSON.parse(await ask('joins', 'ls', '--json'))).toMatchObject({ key: hostile });
}, 60_000);

it('a command whose output nobody reads any more ends quietly', async () => {
  const child = start(['--help']);
  child.stdout.destroy();
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ err, code }).toStrictEqual({ err: '', code: 0 });
});
