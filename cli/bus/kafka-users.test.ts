import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } from '@platformatic/kafka';
import type { WorkerDocument } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import type { KafkaEventBusSpec } from '../../model/event-bus/kafka.ts';
import { BusRefusedError } from '../../runtime/event-bus/error.ts';
import { connectBusAdmin, connectEventBus } from '../../runtime/event-bus/index.ts';
import { connectKafka } from '../../runtime/event-bus/kafka/connection.ts';
import { toSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import type { KafkaCluster } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { rootPassword, startSecuredKafka } from '../../runtime/event-bus/kafka/testing/secured.ts';
import { readToEnd } from '../../runtime/event-bus/read-to-end.ts';
import { systemClock } from '../../runtime/support/clock.ts';
import { noLog } from '../../runtime/support/log.ts';
import { createTestAuthority } from '../../runtime/support/testing/certificates.ts';
import { temporaryFiles } from '../../runtime/support/testing/temporary-files.ts';
import { kafka } from '../event-bus/kafka.ts';

const authority = createTestAuthority();
afterAll(() => authority[Symbol.dispose]());

const users = {
  'worker.ci.main': 'of-main',
  'worker.ci.other': 'of-other',
  'keeper.default.keeper': 'of-keeper',
  'operator.default.bus': 'of-operator',
};
type User = keyof typeof users | 'root';

const toContext = (password: string) => ({
  clock: systemClock,
  secrets: { read: async ({ key }: { readonly key: string }) => (key === 'ca' ? authority.cert : password) },
  log: noLog,
  client: { component: 'worker', namespace: 'ci', name: 'main', replica: '1' } as const,
});

function asUser(addresses: readonly string[], username: User): [KafkaEventBusSpec, ReturnType<typeof toContext>] {
  const sasl = { mechanism: 'SCRAM-SHA-512', username, password: { name: 'kafka', key: 'password' } } as const;
  const spec = toSpec(addresses, { sasl, tls: { ca: { name: 'kafka', key: 'ca' } } });
  return [spec, toContext(username === 'root' ? rootPassword : users[username])];
}

/** A source of each worker, and a sensor of the first that depends on its own. */
function toDocuments(bus: KafkaEventBusSpec): readonly WorkerDocument[] {
  const head = { apiVersion: 'eventwright.dev/v1', minRuntime: '0.1.0', bus };
  const parse = (worker: string, name: string, document: object) =>
    parseDocument(JSON.stringify({ ...head, ...document, metadata: { name, namespace: 'ci', worker } }), 'test');
  const calendar = { kind: 'EventSource', spec: { kind: 'calendar', events: { push: { interval: '1d' } } } };
  const sensor = {
    kind: 'Sensor',
    spec: {
      dependencies: { push: { eventSource: 'hook', event: 'push' } },
      triggers: { note: { when: 'push', action: { kind: 'log' }, template: { code: "() => 'done'" } } },
    },
  };
  return [parse('main', 'hook', calendar), parse('other', 'audit', calendar), parse('main', 'deploy', sensor)] as never;
}

/** What a script has the tools of Kafka do: the arguments of each call. */
function callsOf(script: string, tool: 'kafka-topics.sh' | 'kafka-acls.sh'): readonly (readonly string[])[] {
  const stub = '#!/bin/sh\n{ printf "%s\\n" "$@"; echo; } >> "$0.calls"\n';
  using files = temporaryFiles({ 'script.sh': script, 'kafka-topics.sh': stub, 'kafka-acls.sh': stub });
  for (const name of ['kafka-topics.sh', 'kafka-acls.sh']) chmodSync(files.path(name), 0o755);
  const env = { ...process.env, PATH: `${files.path('.')}:${process.env.PATH}` };
  expect(spawnSync('sh', [files.path('script.sh')], { env, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
  const calls = readFileSync(files.path(`${tool}.calls`), 'utf8').trimEnd();
  return calls.split('\n\n').map((call) => call.split('\n'));
}

const wordOf = (operation: string) => operation.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** An entry for each operation of a call of `kafka-acls.sh`. */
function toAcls(call: readonly string[]) {
  const all = (option: string) => call.flatMap((word, index) => (word === option ? [call[index + 1] ?? ''] : []));
  const isPrefix = all('--resource-pattern-type')[0] === 'prefixed';
  return all('--operation').map((operation) => ({
    resourceType: call.includes('--cluster') ? ResourceTypes.CLUSTER : ResourceTypes.TOPIC,
    resourceName: all('--topic')[0] ?? 'kafka-cluster',
    resourcePatternType: isPrefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: all('--allow-principal')[0] ?? '',
    host: '*',
    operation: AclOperations[wordOf(operation) as keyof typeof AclOperations],
    permissionType: AclPermissionTypes.ALLOW,
  }));
}

let cluster: KafkaCluster;
let documents: readonly WorkerDocument[];
const connect = (user: User) => connectEventBus(...asUser(cluster.addresses, user));

/** A broker with the lists that the script makes, and the topics that the keeper makes under them. */
beforeAll(async () => {
  cluster = await startSecuredKafka({ authority, by: 'password', users });
  const [spec, context] = asUser(cluster.addresses, 'root');
  documents = toDocuments(spec);
  await using root = await connectKafka(spec, context);
  const creations = callsOf(kafka.toUsers(spec, documents), 'kafka-acls.sh').flatMap(toAcls);
  await root.admin.createAcls({ creations });
  await using admin = await connectBusAdmin(...asUser(cluster.addresses, 'keeper.default.keeper'));
  await admin.apply({ quotas: {}, declared: { documents, namespace: 'default' } });
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

const pushed = { class: 'event', namespace: 'ci', eventSource: 'hook', event: 'push' } as const;
const outcomes = { class: 'outcome', namespace: 'ci', sensor: 'deploy', trigger: 'note' } as const;
const partition = { namespace: 'ci', worker: 'main', index: 3 };
const event = { id: '1', source: '/x', type: 'x', time: '2026-01-01T00:00:00Z', data: new Uint8Array(1) };

it('brokers with the printed lists let a worker do its work, and deny it what belongs to another', async () => {
  await using worker = await connect('worker.ci.main');
  await worker.publish(pushed, event);
  await worker.publish(outcomes, event);
  await (await worker.journal(partition)).append(new Uint8Array(1), undefined);
  await expect(worker.publish({ ...pushed, eventSource: 'audit' }, event)).rejects.toThrow('ew.e.ci.audit');
  await using other = await connect('worker.ci.other');
  const stolen = (await other.journal(partition)).append(new Uint8Array(1), undefined);
  await expect(stolen).rejects.toThrow('ew.j.ci.main');
});

it('an operator reads what workers did and tells them things, and publishes no events', async () => {
  await using worker = await connect('worker.ci.main');
  await worker.publish(outcomes, { ...event, id: 'last' });
  await using operator = await connect('operator.default.bus');
  const { signal } = new AbortController();
  const read: string[] = [];
  const after = await operator.resolve('beginning', [outcomes]);
  for await (const item of readToEnd(operator, { after, addresses: [outcomes], signal }))
    if ('event' in item) read.push(item.event.id);
  expect(read.at(-1)).toBe('last');
  await operator.publish({ class: 'note', namespace: 'ci', worker: 'main' }, event);
  await expect(operator.publish(pushed, event)).rejects.toThrow(BusRefusedError);
});

it('a keeper sees how much there is, and trims it', async () => {
  await using admin = await connectBusAdmin(...asUser(cluster.addresses, 'keeper.default.keeper'));
  await using bus = await connect('keeper.default.keeper');
  await admin.trim({ log: 'event' }, await bus.resolve('now', [pushed]));
  const { logs } = await admin.inspect();
  expect({ exists: logs.event.exists, messages: logs.event.messages }).toStrictEqual({ exists: true, messages: 0 });
});

it('the topics that the script makes are those that the keeper makes', async () => {
  const [spec, context] = asUser(cluster.addresses, 'root');
  const calls = callsOf(kafka.toUsers(spec, documents), 'kafka-topics.sh');
  const made = calls.map((call) => call[call.indexOf('--topic') + 1]);
  await using root = await connectKafka(spec, context);
  expect((await root.admin.listTopics()).sort()).toStrictEqual(made.sort());
});
