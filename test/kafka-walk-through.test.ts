import { chmod, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findKafkaClassPath } from '../runtime/support/testing/kafka-distribution.ts';
import { freeTens } from './support/free-tens.ts';
import { createProject, type Project } from './support/project.ts';
import { runSteps } from './support/run-steps.ts';
import { root } from './support/source-file.ts';
import { readWalkThrough, type WalkThrough } from './support/walk-through.ts';

/** What the section tells its reader to have. */
async function createLaptop(program: string): Promise<Project> {
  const kafka = `exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS -cp '${findKafkaClassPath()}'`;
  const commands = {
    'bin/kafka-storage.sh': `${kafka} kafka.tools.StorageTool "$@"`,
    'bin/kafka-server-start.sh': `${kafka} -Dlog4j2.level=INFO kafka.Kafka "$@"`,
    'bin/node': `exec '${process.execPath}' "$@"`,
    'node_modules/.bin/eventwright': `exec node -C eventwright-source '${join(root, 'cli/main.ts')}' "$@"`,
  };
  const scripts = Object.entries(commands).map(([path, command]) => [path, `#!/bin/sh\n${command}\n`]);
  const project = await createProject({ 'main.ts': program, ...Object.fromEntries(scripts) });
  for (const path of Object.keys(commands)) await chmod(join(project.folder, path), 0o755);
  await symlink(root, join(project.folder, 'node_modules/eventwright'));
  return project;
}

/** The same with ports that nobody else on this machine has. */
async function onFreePorts({ program, steps }: WalkThrough): Promise<WalkThrough & { readonly webhooks: string }> {
  const [brokers = '', controllers = '', webhooks = ''] = await freeTens(3);
  const tens: Readonly<Record<string, string>> = { 1909: brokers, 1919: controllers, 808: webhooks };
  const move = (text: string) => text.replaceAll(/\b(1909|1919|808)(?=[\d$])/g, (ten) => tens[ten] ?? ten);
  return {
    program: move(program),
    steps: steps.map(({ commands, shown }) => ({
      commands: move(commands),
      ...(shown !== undefined && { shown: move(shown) }),
    })),
    webhooks,
  };
}

/** What is another one each time. */
const mask = (text = '') =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\b[\da-f]{8}-[-\da-f]{27}\b|\b[a-z2-7]{26}\b/g, '<id>');

it('the walk-through with three brokers on a laptop does what the page says and shows', async () => {
  const { program, steps, webhooks } = await onFreePorts(readWalkThrough('docs/event-buses/kafka.md', 'On a laptop'));
  await using laptop = await createLaptop(program);
  const said = await runSteps(steps, {
    cwd: laptop.folder,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      PATH: `${join(laptop.folder, 'bin')}${delimiter}${process.env.PATH}`,
      KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto',
      PORT: `${webhooks}0`,
      OPERATIONS_PORT: `${webhooks}1`,
    },
    limitMs: 150_000,
  });
  expect(said.map(mask)).toStrictEqual(steps.map(({ shown }) => mask(shown)));
}, 180_000);
