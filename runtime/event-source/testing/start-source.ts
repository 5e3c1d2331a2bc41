import type { EventSourceSpec } from '../../../model/event-source/event-source.ts';
import type { Json } from '../../../model/json.ts';
import { type Clock, systemClock } from '../../support/clock.ts';
import { createLog } from '../../support/log.ts';
import type { Observation } from '../../support/observation.ts';
import { SecretError } from '../../support/secrets.ts';
import type { EventSourceAdapter } from '../contract.ts';
import { startHttpServer } from '../http-server.ts';
import { runSource } from '../run-source.ts';
import { TestBus } from './test-bus.ts';

export interface StartSourceOptions {
  readonly clock?: Clock;
  readonly bus?: TestBus;
  /** Values by `<name>/<key>`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the cursor holds, and goes on to hold. */
  readonly cell?: { value?: Json };
  readonly aliveSince?: number;
}

/** A source under its supervisor, in namespace `ci` under the name `source`, with a server and a bus of its own. */
export interface TestSource extends AsyncDisposable {
  readonly bus: TestBus;
  readonly url: string;
  readonly observed: readonly Observation[];
  /** Lines of the log. */
  readonly logged: readonly string[];
  /** May be changed: the next reading tells. */
  readonly secrets: Record<string, string>;
  readonly cell: { value?: Json };
  /** Resolves once the source listens. */
  readonly ready: Promise<void>;
  /** Tells it to stop; resolves once it has. */
  stop(): Promise<void>;
}

export async function startSource<Spec extends EventSourceSpec>(
  adapter: EventSourceAdapter<Spec>,
  spec: Spec,
  { clock = systemClock, bus = new TestBus(), cell = {}, ...options }: StartSourceOptions = {},
): Promise<TestSource> {
  const observed: Observation[] = [];
  const logged: string[] = [];
  const secrets = { ...options.secrets };
  const log = createLog((line) => logged.push(line), 'debug');
  const http = await startHttpServer({ port: 0, host: '127.0.0.1', log });
  const ready = Promise.withResolvers<void>();
  const stop = new AbortController();
  const running = runSource({
    namespace: 'ci',
    name: 'source',
    spec,
    adapter,
    bus,
    http,
    clock,
    log,
    random: () => 0.5,
    aliveSince: options.aliveSince ?? clock.now(),
    signal: stop.signal,
    secrets: {
      async read({ name, key }) {
        const value = secrets[`${name}/${key}`];
        if (value === undefined) throw new SecretError(`key '${key}' of Secret '${name}' is missing`);
        return value;
      },
    },
    cursor: {
      get: () => cell.value,
      async set(value) {
        cell.value = value;
      },
    },
    observe(observation) {
      observed.push(observation);
      if (observation.kind === 'listening') ready.resolve();
    },
  });
  return {
    bus,
    url: `http://127.0.0.1:${http.port}`,
    observed,
    logged,
    secrets,
    cell,
    ready: ready.promise,
    async stop() {
      stop.abort();
      await running;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      bus.resume();
      await running;
      await http[Symbol.asyncDispose]();
    },
  };
}
