import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { connectKafka } from '../../runtime/event-bus/kafka/connection.ts';
import { toSpec } from '../../runtime/event-bus/kafka/testing/bus-spec.ts';
import { type KafkaCluster, startKafka } from '../../runtime/event-bus/kafka/testing/kafka-cluster.ts';
import { until } from '../../runtime/support/testing/until.ts';
import { toOperatorContext } from '../bus-connection/connect-operator.ts';
import { openProject } from './testing/open-project.ts';

let cluster: KafkaCluster;
beforeAll(async () => {
  cluster = await startKafka();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

async function serveKafka() {
  const spec = toSpec(cluster.addresses);
  return { spec, [Symbol.asyncDispose]: () => deleteTopics(spec) };
}

/** Resolves once the brokers know of it. */
async function deleteTopics(spec: EventBusSpec, which = /./): Promise<void> {
  if (spec.kind !== 'kafka') throw new Error('it has no topics');
  await using connection = await connectKafka(spec, toOperatorContext({ secretsFolder: 'none' }));
  const { admin, topology } = connection;
  const topics = [...(await topology.read({ anew: true })).keys()].filter((name) => which.test(name));
  await admin.deleteTopics({ topics });
  await until(async () => {
    const left = await topology.read({ anew: true });
    return topics.every((name) => !left.has(name));
  });
}

const toApply = "run 'eventwright bus apply'";

it('check is content once apply has made the topics, whatever the quotas are that nothing holds them to', async () => {
  await using project = await openProject(serveKafka, { sources: ['hook'] });
  await project.write(1);
  const { lines } = await project.run('check');
  expect(lines).toContain(`events: the topic ew.e.default.hook is missing, ${toApply}`);
  expect((await project.run('apply')).lines.at(-1)).toBe('10 changes made');
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: ['nothing to change'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
  const [, events, , , , , outcomes] = (await project.run('status')).lines;
  expect([events, outcomes]).toStrictEqual([
    'events       0         0      unlimited        1 of 1',
    'outcomes     0         0      256Mi      0 %   1 of 1',
  ]);
}, 60_000);

it('a topic that is missing is told, and made by apply', async () => {
  await using project = await openProject(serveKafka, { sources: ['hook', 'other'] });
  await project.write(1);
  await project.run('apply');
  await deleteTopics(project.spec, /^ew\.e\.default\.hook$/);
  const missing = 'events: the topic ew.e.default.hook is missing';
  expect(await project.run('check')).toStrictEqual({ code: 1, lines: [`${missing}, ${toApply}`] });
  expect((await project.run('status')).lines).toContain(missing);
  const made = 'the topic ew.e.default.hook: made, of 1 partition in 1 copy';
  expect(await project.run('apply')).toStrictEqual({ code: 0, lines: [made, '1 change made'] });
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
}, 60_000);

it('a topic that is not as it is declared is told, with what it is', async () => {
  await using project = await openProject(serveKafka, { sources: ['hook'] });
  await project.write(1);
  await project.run('apply');
  project.change({ partitions: 3, retention: '2d' });
  await project.write(1);
  const topic = 'the topic ew.e.default.hook:';
  expect(await project.run('check')).toStrictEqual({
    code: 1,
    lines: [
      `events: ${topic} it has 1 partition, not 3, ${toApply}`,
      `events: ${topic} retention.ms is 604800000, not 172800000, ${toApply}`,
      `events: ${topic} segment.ms is 604800000, not 172800000, ${toApply}`,
    ],
  });
  await project.run('apply');
  expect(await project.run('check')).toStrictEqual({ code: 0, lines: ['ok'] });
}, 60_000);

it('a program without a Keeper makes its own topics but for those of a keeper, and leaves the others as they are', async () => {
  await using project = await openProject(serveKafka, { sources: ['hook'] });
  await project.write(1);
  await project.run('apply');
  await deleteTopics(project.spec, /^ew\.(e\.default\.hook|j\.default\.keeper.*)$/);
  project.change({ retention: '2d' });
  await project.write(undefined);
  const { lines } = await project.run('apply');
  expect(lines.slice(1)).toStrictEqual([
    'the topic ew.e.default.hook: made, of 1 partition in 1 copy',
    '1 change made',
  ]);
  expect((await project.run('check')).lines.slice(1)).toStrictEqual(['ok']);
}, 60_000);
