import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandLine } from '../stacks/demo/command-line.ts';
import { createProject, type Project } from './support/project.ts';

interface ProgramOptions {
  readonly branch?: string;
  readonly target?: string;
}

/** A signed webhook; a trigger that logs pushes to a branch, and one that posts each push. */
const program = ({ branch = 'main', target = 'http://127.0.0.1:9' }: ProgramOptions = {}) => `
import { App, Chart } from 'cdk8s';
import { githubSignature, http, JetStreamEventBus, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';

const app = new App();
const chart = new Chart(app, 'ci', { namespace: 'ci' });
const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://nats:4222'] });
const github = new WebhookEventSource(chart, 'github', {
  bus,
  events: {
    push: {
      endpoint: '/push',
      verify: githubSignature({ name: 'github', key: 'secret' }),
      payload: unchecked<{ ref: string }>(),
    },
  },
});
new Sensor(chart, 'deploy', {
  dependencies: { push: github.event('push', { bind: { ref: 'refs/heads/${branch}' }, filter: ({ data }, { ref }) => data.ref === ref }) },
  triggers: { note: { action: log(), template: ({ push }) => 'deploying ' + push.data.ref } },
});
new Sensor(chart, 'mirror', {
  dependencies: { push: github.event('push') },
  triggers: {
    post: {
      action: http.post({ url: '${target}' }),
      template: ({ push }) => ({ body: { ref: push.data.ref } }),
      retry: { steps: 100, duration: '300ms', factor: 1 },
    },
  },
});
app.synth();
`;

const env = { EVENTWRIGHT_SECRET_GITHUB_SECRET: 's3cret' };
const payload = (branch: string) => JSON.stringify({ ref: `refs/heads/${branch}` });

const startDev = (project: Project, args: readonly string[] = []) =>
  new CommandLine(['dev', '--port', '0', ...args], { cwd: project.folder, env });

async function send(project: Project, ...args: string[]): Promise<{ code: number; lines: readonly string[] }> {
  await using command = new CommandLine(['send', ...args], { cwd: project.folder, env });
  return { code: await command.exit, lines: command.lines };
}

const has = (text: string) => (lines: readonly string[]) => lines.some((line) => line.includes(text));

async function startTarget() {
  const server = createServer((request, response) => void request.resume().on('end', () => response.end('{}')));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, server, stop, [Symbol.asyncDispose]: stop };
}

describe('eventwright dev', () => {
  it('runs what the program declares: a sent payload fires, or shows which term was false and its value', async () => {
    await using target = await startTarget();
    await using project = await createProject({
      'main.ts': program({ target: target.url }),
      'push.json': payload('main'),
    });
    await project.write('topic.json', payload('topic'));
    await using dev = startDev(project, ['--once']);
    await dev.until(has('Ready'));
    expect(dev.lines.join('\n')).toMatch(/github\/push +POST http:\/\/127.0.0.1:\d+\/push, signed as GitHub does with/);

    expect((await send(project, 'github/push', 'push.json')).lines[0]).toMatch(/^202 \{"id":/);
    await dev.until(has('deploy/note fired'));
    await dev.until(has('mirror/post fired HTTP 200'));
    await dev.until(has('deploying refs/heads/main'));

    await send(project, 'github/push', 'topic.json');
    await dev.until(has('deploy/note filtered push: data.ref === ref was false, data.ref is "refs/heads/topic"'));
    expect(await dev.interrupt()).toBe(0);
  }, 60_000);

  it('is reloaded by a change, which loses nothing that waits', async () => {
    await using gone = await startTarget();
    await gone.stop();
    await using project = await createProject({
      'main.ts': program({ target: gone.url }),
      'topic.json': payload('topic'),
    });
    await using dev = startDev(project);
    await dev.until(has('Ready'));
    await send(project, 'github/push', 'topic.json');
    await dev.until(has('mirror/post retrying'));
    await dev.until(has('deploy/note filtered'));

    await project.write('main.ts', program({ target: gone.url, branch: 'topic' }));
    await dev.until(has('reloaded after a change of main.ts'));
    await new Promise<void>((listening) => gone.server.listen(gone.port, '127.0.0.1', listening));
    await dev.until(has('mirror/post fired'));

    const from = dev.lines.length;
    await send(project, 'github/push', 'topic.json');
    await dev.until(has('deploy/note fired'), from);
  }, 60_000);

  it('goes on without a word where a change changes nothing', async () => {
    await using project = await createProject({ 'main.ts': program() });
    await using dev = startDev(project);
    await dev.until(has('Ready'));
    await project.write('notes.txt', 'not read by the program');
    await project.write('main.ts', `// a comment\n${program()}`);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await project.write('main.ts', program({ branch: 'topic' }));
    await dev.until(has('reloaded after a change of main.ts'));
    expect(dev.lines.filter((line) => line.startsWith('reloaded'))).toHaveLength(1);
  }, 60_000);

  it('keeps what ran before where a change is broken', async () => {
    await using project = await createProject({ 'main.ts': program(), 'push.json': payload('main') });
    await using dev = startDev(project);
    await dev.until(has('Ready'));
    await project.write('main.ts', program().replace("endpoint: '/push'", "endpoint: 'push'"));
    const refused = has("the change is not live: ci/github: webhook event 'push': endpoint 'push' must start with '/'");
    await dev.until(refused);
    await project.write('notes.txt', 'what the program does not read');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(dev.lines.filter((line) => line.startsWith('the change is not live'))).toHaveLength(1);
    await send(project, 'github/push', 'push.json');
    await dev.until(has('deploy/note fired'));
  }, 60_000);

  it('says before anything starts which secret is missing, who needs it, and where to put it', async () => {
    await using project = await createProject({ 'main.ts': program() });
    await using dev = new CommandLine(['dev', '--port', '0'], { cwd: project.folder, env: {} });
    expect({ code: await dev.exit, lines: dev.lines }).toStrictEqual({
      code: 1,
      lines: [
        "eventwright: ci/github: event 'push': key 'secret' of Secret 'github' is missing, put it into the file secrets/github/secret or the variable EVENTWRIGHT_SECRET_GITHUB_SECRET",
      ],
    });
  }, 60_000);

  it('shows the message of a program that fails, without a stack', async () => {
    await using project = await createProject({
      'main.ts': program().replace("endpoint: '/push'", "endpoint: 'push'"),
    });
    await using dev = startDev(project);
    expect({ code: await dev.exit, lines: dev.lines }).toStrictEqual({
      code: 1,
      lines: ["eventwright: ci/github: webhook event 'push': endpoint 'push' must start with '/', for example '/push'"],
    });
  }, 60_000);

  it('says that the port is taken', async () => {
    await using target = await startTarget();
    await using project = await createProject({ 'main.ts': program() });
    await using dev = new CommandLine(['dev', '--port', `${target.port}`], { cwd: project.folder, env });
    expect({ code: await dev.exit, lines: dev.lines }).toStrictEqual({
      code: 1,
      lines: [
        `eventwright: cannot listen on port ${target.port}: listen EADDRINUSE: address already in use 127.0.0.1:${target.port}; choose another with --port, 0 for any`,
      ],
    });
  }, 60_000);
});

describe('eventwright send', () => {
  it.each([
    [['github/push'], 1, "eventwright: nothing runs here; start 'eventwright dev' in another terminal"],
    [
      ['github/push', '--header', 'x'],
      2,
      "eventwright: --header: 'x' is no header; write it like --header 'x-github-event: push'",
    ],
    [['github/push', 'absent.json'], 1, 'eventwright: absent.json: cannot be read (ENOENT)'],
    [
      ['github/push', '--url', 'http://127.0.0.1:9'],
      1,
      "eventwright: POST http://127.0.0.1:9/push: nothing listens there; start 'eventwright dev' in another terminal",
    ],
    [
      ['github/pusch', '--url', 'http://127.0.0.1:9'],
      2,
      "eventwright: github/pusch: there is no such event, did you mean 'github/push'?",
    ],
  ])(
    '%j is told what is wrong',
    async (args, code, line) => {
      await using project = await createProject({ 'main.ts': program() });
      expect(await send(project, ...args)).toStrictEqual({ code, lines: [line] });
    },
    60_000,
  );
});
