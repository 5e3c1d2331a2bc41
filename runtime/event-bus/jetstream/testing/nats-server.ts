import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../support/testing/free-ports.ts';
import { findBinary, type GoServer, natsServer } from '../../../support/testing/go-server.ts';
import { until } from '../../../support/testing/until.ts';

/** A real server with JetStream on loopback, in a process of its own. What it has stored outlives `stop`. */
export interface NatsServer extends AsyncDisposable {
  readonly url: string;
  /** Where it tells of itself: `/varz`, `/connz`, `/jsz`. */
  readonly monitor: string;
  readonly name: string;
  /** The folder of what it has stored. */
  readonly store: string;
  /** The process that runs now. */
  readonly pid: number;
  /** Starts it on its old port and store; resolves once it serves JetStream. */
  start(): Promise<void>;
  /** Ends it and waits for it: `SIGTERM` closes it, `SIGKILL` kills it, `SIGUSR2` is the lame duck's way. */
  stop(signal?: 'SIGTERM' | 'SIGKILL' | 'SIGUSR2'): Promise<void>;
  /** `SIGSTOP`, or `SIGCONT`. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGHUP'): void;
}

export interface NatsServerOptions {
  readonly server?: GoServer;
  /** Lines of its configuration file beside ports and the store: authorization, TLS, limits. */
  readonly config?: string;
  /** Lines of its JetStream block beside the store's folder. */
  readonly jetstream?: string;
  /** The largest message; 8 MB by default. */
  readonly maxPayload?: string;
  /** Where clients connect; any that is free by default. */
  readonly port?: number;
  /** Clients are told of the other servers of its cluster; they are, by default. */
  readonly advertise?: boolean;
}

/** A process that ends without disposing of its servers leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => void child.kill('SIGKILL')));

interface Node extends NatsServerOptions {
  readonly name: string;
  readonly ports: readonly number[];
  /** The lines that make it one of a cluster. */
  readonly cluster?: string;
}

export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const [port = 0, monitorPort = 0] = await freePorts(2);
  const node = await createNode({ ...options, name: 'nats', ports: [options.port ?? port, monitorPort] });
  await node.start();
  return node;
}

/** Three servers of one cluster. */
export interface NatsCluster extends AsyncDisposable {
  readonly servers: readonly NatsServer[];
  readonly urls: readonly string[];
}

export async function startNatsCluster(options: NatsServerOptions = {}): Promise<NatsCluster> {
  const size = 3;
  const ports = await freePorts(3 * size);
  const routePorts = ports.slice(2 * size);
  const advertise = options.advertise === false ? ', no_advertise: true' : '';
  const routes = routePorts.map((port) => `nats-route://127.0.0.1:${port}`).join(', ');
  const nodes = routePorts.map((port, n) =>
    createNode({
      ...options,
      name: `nats-${n}`,
      ports: [ports[2 * n] as number, ports[2 * n + 1] as number],
      cluster: `cluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}]${advertise} }`,
    }),
  );
  const servers = await Promise.all(nodes);
  const dispose = async () => void (await Promise.all(servers.map((server) => server[Symbol.asyncDispose]())));
  try {
    await Promise.all(servers.map((server) => server.start()));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { servers, urls: servers.map(({ url }) => url), [Symbol.asyncDispose]: dispose };
}

async function createNode(node: Node): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-nats-'));
  const [port, monitorPort] = node.ports;
  const file = join(folder, 'nats.conf');
  const store = join(folder, 'store');
  await writeFile(file, toConfig(node, store));
  const monitor = `http://127.0.0.1:${monitorPort}`;
  const binary = findBinary(node.server ?? natsServer);
  let child: ChildProcess | undefined;
  let said = '';
  const server: NatsServer = {
    url: `nats://127.0.0.1:${port}`,
    monitor,
    name: node.name,
    store,
    get pid() {
      if (child?.pid === undefined) throw new Error('the server does not run');
      return child.pid;
    },
    async start() {
      if (child) throw new Error(`${node.name} runs already`);
      const started = spawn(binary, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
      child = started;
      running.add(started);
      started.once('exit', () => running.delete(started));
      started.stderr.on('data', (text) => {
        said = (said + text).slice(-10_000);
      });
      await until(async () => {
        if (started.exitCode !== null) throw new Error(`nats-server ended with ${started.exitCode}:\n${said}`);
        return isHealthy(monitor);
      }, 10);
    },
    async stop(signal = 'SIGTERM') {
      const stopped = child;
      child = undefined;
      if (!stopped || stopped.exitCode !== null || stopped.signalCode !== null) return;
      const ended = once(stopped, 'exit');
      stopped.kill(signal);
      stopped.kill('SIGCONT');
      await ended;
    },
    signal(signal) {
      child?.kill(signal);
    },
    async [Symbol.asyncDispose]() {
      await server.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

function toConfig({ name, ports: [port, monitorPort], cluster = '', config = '', ...options }: Node, store: string) {
  const more = options.jetstream ? `, ${options.jetstream}` : '';
  return `server_name: ${name}
listen: "127.0.0.1:${port}"
http: "127.0.0.1:${monitorPort}"
max_payload: ${options.maxPayload ?? '8MB'}
jetstream { store_dir: "${store}"${more} }
lame_duck_grace_period: "1s"
lame_duck_duration: "30s"
${cluster}
${config}
`;
}

async function isHealthy(monitor: string): Promise<boolean> {
  return await fetch(`${monitor}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
