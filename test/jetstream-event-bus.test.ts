import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { everyOption } from '../constructs/event-bus/jetstream/testing/every-option.ts';
import { JetStreamEventBus, type JetStreamEventBusProps } from '../constructs/event-bus/jetstream.ts';
import type { JetStreamServerSettings } from '../model/event-bus/managed-jetstream-settings.ts';
import { natsVersions } from '../model/event-bus/managed-jetstream-versions.ts';
import { createTestAuthority } from '../runtime/support/testing/certificates.ts';
import { freePorts } from '../runtime/support/testing/free-ports.ts';
import { findBinary, type GoServer, natsServer, supportedNatsServers } from '../runtime/support/testing/go-server.ts';
import { until } from '../runtime/support/testing/until.ts';

const small: JetStreamEventBusProps = { version: '2.15.2', persistence: { size: '20Gi' } };

interface Pod {
  readonly conf: string;
  readonly env: Readonly<Record<string, string>>;
  readonly preStop: readonly string[];
}

function declare(props: JetStreamEventBusProps): JetStreamEventBus {
  return new JetStreamEventBus(new Chart(Testing.app(), 'ops', { namespace: 'ops' }), 'bus', props);
}

function toServerContainer(bus: JetStreamEventBus) {
  return bus.statefulSet.toJson().spec.template.spec.containers[0];
}

/** What the first server of a bus is given. */
function toPod(props: JetStreamEventBusProps): Pod {
  const bus = declare(props);
  const { env, lifecycle } = toServerContainer(bus);
  const known: Record<string, string> = { POD_NAME: 'bus-nats-0', STORE_KEY_TEXT: '4ever' };
  for (const { name, value } of env as { name: string; value?: string }[])
    if (value !== undefined) known[name] = value.replace(/\$\((\w+)\)/g, (_, other) => known[other] ?? '');
  const [conf] = Object.values<string>(bus.configMap.toJson().data);
  return { conf: conf ?? '', env: known, preStop: lifecycle.preStop.exec.command };
}

/** A pod's files and folders on this machine. */
class Files implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'eventwright-bus-'));
  readonly conf = this.path('/etc/nats/nats.conf');
  readonly pidFile = this.path('/var/run/nats/nats.pid');
  #ports: readonly number[] = [];

  constructor() {
    using authority = createTestAuthority();
    const { cert, key } = authority.issue('localhost');
    this.write('/etc/nats/auth.conf', 'authorization { users: [{ user: a, password: b }] }\n');
    this.write('/etc/nats/tls/tls.crt', cert);
    this.write('/etc/nats/tls/tls.key', key);
    this.write('/etc/nats/tls/ca.crt', authority.cert);
    mkdirSync(dirname(this.pidFile), { recursive: true });
  }

  path(inPod: string): string {
    return join(this.folder, inPod);
  }

  write(inPod: string, text: string): void {
    mkdirSync(dirname(this.path(inPod)), { recursive: true });
    writeFileSync(this.path(inPod), text);
  }

  /** On ports of its own, so that it can run beside others. */
  async writeConf(conf: string): Promise<string> {
    if (this.#ports.length === 0) this.#ports = await freePorts(3);
    const [client, monitor, cluster] = this.#ports;
    const here = conf
      .replace(/"(\/(etc|var|data)[^"]*)"/g, (_, path) => JSON.stringify(this.path(path)))
      .replace('port: 4222', `port: ${client}`)
      .replace('http_port: 8222', `http_port: ${monitor}`)
      .replace('port: 6222', `port: ${cluster}`);
    this.write('/etc/nats/nats.conf', here);
    return `http://127.0.0.1:${monitor}`;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function check(files: Files, env: Pod['env'], server: GoServer): string {
  const { status, text } = run(findBinary(server), ['-t', '--config', files.conf], env);
  return status === 0 ? 'accepted' : text;
}

function run(command: string, args: readonly string[], env: Pod['env']): { status: number; text: string } {
  try {
    execFileSync(command, args, { env, stdio: 'pipe', encoding: 'utf8' });
    return { status: 0, text: '' };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { status, text: stderr };
  }
}

const single: readonly (readonly [name: string, settings: JetStreamServerSettings])[] = [
  ['none', {}],
  ...Object.entries(everyOption.settings ?? {}).map(([name, value]): readonly [string, JetStreamServerSettings] => [
    name,
    { [name]: value },
  ]),
  ['syncInterval always', { syncInterval: 'always' }],
  ['encryption with the other cipher', { encryption: { key: { name: 'store', key: 'key' }, cipher: 'chacha' } }],
  ['the largest payload', { maxPayload: '64Mi' }],
  ['times in every unit', { pingInterval: '1500ms', writeDeadline: '0.5s', syncInterval: '1d' }],
  ['raw text that looks like a variable', { raw: { default_sentinel: '$HOME' } }],
];

describe.each(natsVersions)('NATS %s', (version) => {
  const server = supportedNatsServers.find((known) => known.version === version) ?? natsServer;

  it.each<[string, Partial<JetStreamEventBusProps>]>([
    ...single.map(([name, settings]): [string, Partial<JetStreamEventBusProps>] => [`setting: ${name}`, { settings }]),
    ['one server', { replicas: 1 }],
    ['seven servers', { replicas: 7 }],
    ['every option', everyOption],
  ])('takes the configuration of a bus: %s', async (_, props) => {
    const pod = toPod({ ...small, ...props, allowNamespaces: [] });
    using files = new Files();
    await files.writeConf(pod.conf);
    expect(check(files, pod.env, server)).toBe('accepted');
  });
});

interface RunningServer extends AsyncDisposable {
  readonly monitor: string;
  readonly ended: Promise<unknown>;
  readonly said: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
}

async function start(files: Files, pod: Pod, server: GoServer = natsServer): Promise<RunningServer> {
  const monitor = await files.writeConf(pod.conf);
  const child = spawn(findBinary(server), ['--config', files.conf], {
    env: pod.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const ended = once(child, 'exit');
  return {
    monitor,
    ended,
    said: () => said,
    signal: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
const isReady = async (monitor: string) => (await answers(`${monitor}/healthz?js-server-only=true`)) === 200;

it('a server takes over what it need not be restarted for', async () => {
  using files = new Files();
  const props: JetStreamEventBusProps = { ...small, replicas: 1 };
  await using server = await start(files, toPod(props));
  await until(() => isReady(server.monitor));
  await files.writeConf(
    toPod({
      ...props,
      settings: {
        maxPayload: '1Mi',
        maxConnections: 7,
        writeDeadline: '3s',
        pingInterval: '20s',
        maxPingsOut: 4,
        debug: true,
      },
    }).conf,
  );
  server.signal('SIGHUP');
  await until(() => server.said().includes('server configuration'));
  expect(server.said()).not.toContain('Failed to reload');
  const varz = (await (await fetch(`${server.monitor}/varz`)).json()) as Record<string, unknown>;
  expect(varz).toMatchObject({ max_payload: 1024 ** 2, max_connections: 7, ping_max: 4 });
});

it('a store key that begins with a digit is text to the server', async () => {
  using files = new Files();
  const pod = toPod({ ...small, replicas: 1, settings: { encryption: { key: { name: 'store', key: 'key' } } } });
  expect(pod.env.STORE_KEY).toBe('"4ever"');
  await using server = await start(files, pod);
  await until(() => isReady(server.monitor));
  expect(server.said()).toContain('Encryption:      ChaCha20-Poly1305');
});

it('what the kubelet runs before it stops a pod has the server hand over, and the SIGTERM that follows ends nothing', async () => {
  using files = new Files();
  const pod = toPod({ ...small, replicas: 1 });
  await using server = await start(files, pod);
  await until(() => isReady(server.monitor));
  const [command, ...args] = pod.preStop.map((word) => word.replace('/var/run/nats/nats.pid', files.pidFile));
  expect(command).toBe('nats-server');
  expect(run(findBinary(natsServer), args, {})).toStrictEqual({ status: 0, text: '' });
  await until(() => server.said().includes('Entering lame duck mode'));
  server.signal('SIGTERM');
  expect(await server.ended).toStrictEqual([0, null]);
  expect(server.said()).toContain('Server Exiting');
});
