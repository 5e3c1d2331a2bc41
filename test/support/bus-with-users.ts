import { readFile } from 'node:fs/promises';
import { errors } from '@nats-io/nats-core';
import { parseDocument } from '../../model/document/parse-document.ts';
import type { BusClient } from '../../model/event-bus/bus-client.ts';
import { toUserName } from '../../model/event-bus/bus-client.ts';
import type { JetStreamEventBusSpec } from '../../model/event-bus/jetstream.ts';
import { deriveJetStreamUsers } from '../../model/event-bus/jetstream-users.ts';
import { toNatsUsers } from '../../model/event-bus/nats-users.ts';
import type { EventBusContext } from '../../runtime/event-bus/contract.ts';
import { connectJetStream } from '../../runtime/event-bus/jetstream/connection.ts';
import { jetStreamDriver } from '../../runtime/event-bus/jetstream/driver.ts';
import { type NatsServer, startNatsServer } from '../../runtime/event-bus/jetstream/testing/nats-server.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import { temporaryFiles } from '../../runtime/support/testing/temporary-files.ts';

const password = { name: 'nats', key: 'password' };
export const secrets = { read: async () => 's3cret' };

const head = {
  apiVersion: 'eventwright.dev/v1',
  minRuntime: '0.1.0',
  bus: { kind: 'jetstream', name: 'bus', servers: ['nats://bus:4222'] },
};
const parse = (value: object) => parseDocument(JSON.stringify({ ...head, ...value }), 'test');
const hook = (namespace: string, worker: string, name: string) =>
  parse({
    kind: 'EventSource',
    metadata: { name, namespace, worker },
    spec: {
      kind: 'webhook',
      events: { push: { endpoint: '/push', methods: ['POST'], verify: 'none', maxPayloadSize: '1Mi' } },
    },
  });
const sensor = (url: string) =>
  parse({
    kind: 'Sensor',
    metadata: { name: 'deploy', namespace: 'ci', worker: 'main' },
    spec: {
      dependencies: { push: { eventSource: 'hook', event: 'push' } },
      triggers: {
        tell: {
          when: 'push',
          action: { kind: 'http', url, method: 'POST' },
          template: { code: '({ push }) => ({ body: { a: push.data.a } })' },
        },
      },
    },
  });
export const main = { component: 'worker', namespace: 'ci', name: 'main', replica: 'main-0' } as const;
export const keeper = { component: 'keeper', namespace: 'ops', name: 'keeper', replica: 'keeper-0' } as const;
export const operator = { component: 'operator', namespace: 'ops', name: 'bus', replica: '1' } as const;

/** A server whose users follow from documents: the worker under attack and its neighbours, the keeper, an operator. */
export async function startBus(url = 'http://127.0.0.1:9/') {
  const stack = new AsyncDisposableStack();
  const files = stack.use(temporaryFiles({}));
  const documents = [
    hook('ci', 'main', 'hook'),
    sensor(url),
    hook('ci', 'other', 'audit'),
    hook('shop', 'cart', 'orders'),
  ];
  const users = deriveJetStreamUsers({ bus: { name: 'bus' }, documents, namespace: 'ops' });
  const config = `log_file: ${JSON.stringify(files.path('log'))}\n${toNatsUsers(users, () => ({ password: 's3cret' }))}`;
  const server = stack.use(await startNatsServer({ config }));
  const admin = stack.use(await jetStreamDriver.connectAdmin(toSpec(server, keeper), toContext(keeper)));
  await admin.apply({ quotas: {} });
  return {
    documents,
    admin,
    spec: (client: BusClient) => toSpec(server, client),
    violations: async () =>
      (await readFile(files.path('log'), 'utf8')).split('\n').filter((line) => /Violation/.test(line)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function toSpec({ url }: NatsServer, client: BusClient): JetStreamEventBusSpec {
  return {
    kind: 'jetstream',
    name: 'bus',
    servers: [url],
    auth: { method: 'user', user: toUserName(client), password },
  };
}

export function toContext(client: BusClient): EventBusContext {
  return { clock: systemClock, secrets, log: noLog, client };
}

/** As the servers see it, whatever a client's code would do: the subject that was denied, or what else came of it. */
export async function attack(bus: Awaited<ReturnType<typeof startBus>>, client: BusClient) {
  const { nats, ...connection } = await connectJetStream(bus.spec(client), toContext(client));
  const denied = (error: Error) => (error.cause instanceof errors.PermissionViolationError ? 'denied' : error.message);
  return {
    publish: (subject: string, body = '') =>
      nats.request(subject, body, { timeout: 1000 }).then((answer) => answer.string(), denied),
    subscribe: (subject: string) =>
      new Promise<string>((resolve) => {
        nats.subscribe(subject, { callback: (error) => resolve(error ? 'denied' : 'a message') });
        void nats
          .flush()
          .then(() => nats.flush())
          .then(() => resolve('granted'));
      }),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
