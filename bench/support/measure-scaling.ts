import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { toBusContext } from './bus-context.ts';
import { startChild } from './child.ts';
import type { Figure } from './figure.ts';
import { writeProgram } from './program.ts';
import { publishMany } from './publish-many.ts';

const targetMs = 50;
/** Of one worker: at most 640 a second. */
const executions = 32;
const eventsOfEach = 2_500;
/** Workers have heard of each other. */
const meetMs = 2_000;

/** Starts what stores events. */
type StartServers = () => Promise<AsyncDisposable & { readonly spec: EventBusSpec }>;

/** Triggers a second of a backlog that four workers act on. What one of them does is the bare figure. */
export async function measureScaling(startServers: StartServers): Promise<Omit<Figure, 'goal'>> {
  const [one, four] = [await perSecond(1, startServers), await perSecond(4, startServers)];
  const name = `triggers to a ${targetMs} ms target, 4 workers`;
  return { name, unit: 'triggers/s', ours: four, bare: one, ratio: four / one };
}

async function perSecond(workers: number, startServers: StartServers): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startServers());
  const target = stack.use(await startTarget(workers * eventsOfEach));
  const program = stack.use(await writeProgram({ target: target.url, sensors: 1, bus: spec }));
  const module = new URL('small-worker.ts', import.meta.url);
  const names = Array.from({ length: workers }, (_, n) => `small-${n}`);
  const children = await Promise.all(
    names.map(async (name) => stack.use(await startChild(module, [program.documents, name, `${executions}`]))),
  );
  await delay(meetMs);
  await Promise.all(children.map((child) => child.ask({})));
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  await publishMany(bus, workers * eventsOfEach);
  return await target.perSecond;
}

interface CountingTarget extends AsyncDisposable {
  readonly url: string;
  /** Between the first tenth of the calls and nine tenths. */
  readonly perSecond: Promise<number>;
}

async function startTarget(calls: number): Promise<CountingTarget> {
  const { promise: perSecond, resolve } = Promise.withResolvers<number>();
  let [came, begun] = [0, 0];
  const server = createServer((request, response) => {
    came++;
    if (came === calls * 0.1) begun = performance.now();
    if (came === calls * 0.9) resolve(((calls * 0.8) / (performance.now() - begun)) * 1000);
    request.resume().on('end', () => setTimeout(() => response.writeHead(200).end(), targetMs));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    perSecond,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
