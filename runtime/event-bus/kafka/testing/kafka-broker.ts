import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKafkaClassPath } from '../../../support/testing/kafka-distribution.ts';
import { until } from '../../../support/testing/until.ts';

/** A real broker on loopback, in a process of its own. What it has stored outlives `stop`. */
export interface KafkaBroker extends AsyncDisposable {
  /** `127.0.0.1:19092`, of the listener that a test's clients use. */
  readonly address: string;
  readonly id: number;
  /** The process that runs now. */
  readonly pid: number;
  /** Starts it on its old ports and store; resolves once it serves clients. */
  start(): Promise<void>;
  /** Ends it and waits for it. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

export interface BrokerOptions {
  readonly id: number;
  readonly address: string;
  /** The lines of its `server.properties`, but for its folder. */
  readonly properties: readonly string[];
  readonly clusterId: string;
  /** What its store knows from the beginning: `SCRAM-SHA-512=[name=alice,password=secret]`. */
  readonly scram?: readonly string[];
}

/** A process that ends without disposing of its brokers leaves none behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => void child.kill('SIGKILL')));

const heap = ['-Xms96m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const isReady = /Kafka Server started|transition from STARTING to STARTED/;

/** Makes its store; it does not run yet. */
export async function createBroker(options: BrokerOptions): Promise<KafkaBroker> {
  const { id, address } = options;
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-kafka-'));
  const file = join(folder, 'server.properties');
  await writeFile(file, [...options.properties, `log.dirs=${join(folder, 'data')}`, ''].join('\n'));
  const logging = await writeLogging(folder);
  const java = [...heap, `-Dlog4j2.configurationFile=${logging}`, '-cp', findKafkaClassPath()];
  await format(java, file, options);
  let child: ChildProcess | undefined;
  let said = '';

  const broker: KafkaBroker = {
    id,
    address,
    get pid() {
      if (child?.pid === undefined) throw new Error('the broker does not run');
      return child.pid;
    },
    async start() {
      if (child) throw new Error(`broker ${id} runs already`);
      const started = spawn('java', [...java, 'kafka.Kafka', file], { stdio: ['ignore', 'pipe', 'ignore'] });
      child = started;
      said = '';
      running.add(started);
      started.once('exit', () => running.delete(started));
      started.stdout.on('data', (text) => {
        said = (said + text).slice(-20_000);
      });
      await until(() => {
        if (started.exitCode !== null) throw new Error(`broker ${id} ended with ${started.exitCode}:\n${said}`);
        return isReady.test(said);
      }, 20);
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
      await broker.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
  return broker;
}

async function format(java: readonly string[], file: string, { clusterId, scram = [] }: BrokerOptions): Promise<void> {
  const args = ['format', '-t', clusterId, '-c', file, ...scram.flatMap((entry) => ['--add-scram', entry])];
  const formatting = spawn('java', [...java, 'kafka.tools.StorageTool', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [formatting.stdout, formatting.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const [code] = await once(formatting, 'close');
  if (code !== 0) throw new Error(`the store of a broker could not be made, ${code}:\n${said}`);
}

async function writeLogging(folder: string): Promise<string> {
  const file = join(folder, 'log4j2.xml');
  await mkdir(folder, { recursive: true });
  await writeFile(
    file,
    `<Configuration status="OFF">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ABSOLUTE} %p %c{1} %m%n"/></Console></Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="out"/></Root>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
    <Logger name="kafka.server.BrokerServer" level="INFO"/>
  </Loggers>
</Configuration>
`,
  );
  return file;
}
