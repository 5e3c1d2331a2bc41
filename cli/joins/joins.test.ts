import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { buses, type StartedBus } from '../bus-connection/testing/buses.ts';
import { toProgram } from '../bus-connection/testing/project.ts';
import { startReplica } from '../bus-connection/testing/replica.ts';
import { startProject } from '../bus-connection/testing/start-project.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { type JoinsOptions, joins } from './joins.ts';

const trigger = {
  when: 'push && image',
  action: { kind: 'log' },
  template: { code: "() => 'done'" },
  start: 'beginning',
};
const dependencies = {
  push: { eventSource: 'hook', event: 'push' },
  image: { eventSource: 'hook', event: 'image' },
  scan: { eventSource: 'hook', event: 'scan' },
};
const sha = { code: '({ data }) => data.sha' };

function toDeploy(bus: EventBusSpec, when = trigger.when) {
  const correlate = { by: { push: sha, image: sha, scan: sha }, within: '30m' };
  return toProgram(bus, { dependencies, correlate, triggers: { both: { ...trigger, when } } });
}

async function setUp(start: () => Promise<StartedBus>, when?: string) {
  const started = await startProject(start, (bus) => toDeploy(bus, when));
  const run = async (more: Partial<JoinsOptions> = {}, words: readonly string[] = ['ls']) => {
    const said: string[] = [];
    const options = { ...started.options, key: undefined, all: false, olderMs: 0, limit: 100, json: false, ...more };
    const terminal = { say: (line: string) => said.push(line), warn: (line: string) => said.push(`! ${line}`) };
    await joins(words, options, terminal);
    return said;
  };
  return { ...started, run };
}

describe.each(buses)('joins on %s', (_, start) => {
  it('lists what waits, while it does', async () => {
    await using world = await setUp(start);
    const { documents, bus, run } = world;
    expect(await run()).toStrictEqual(['nothing waits for others']);

    await using replica = await startReplica(bus, documents, 'one');
    for (const n of [1, 2, 3]) await bus.publish(...toEvent('push', `push-${n}`, { sha: `sha-${n}` }));
    await replica.has('accepted', 3);
    const open = async () => (await run({ json: true })).map((line) => JSON.parse(line) as object);
    while ((await open()).length < 3);
    expect(await open()).toMatchObject(
      [1, 2, 3].map((n) => ({
        trigger: 'default/deploy/both',
        key: `sha-${n}`,
        state: 'open',
        arrived: { push: [`push-${n}`] },
        missing: ['image'],
        condition: 'image',
      })),
    );
    const listed = await run({ limit: 2 });
    expect(listed[0]).toMatch(/^trigger +key +age +ends in +arrived +waits for$/);
    expect(listed[1]).toMatch(/^default\/deploy\/both +sha-1 +\d+s +29m +push +image$/);
    expect(listed.at(-1)).toBe('and 1 younger; --limit 3 shows all');
    expect(await run({ key: 'sha-2' })).toHaveLength(2);
    expect(await run({ key: 'sha-9' })).toStrictEqual(['nothing waits for others']);
    expect(await run({ olderMs: 3_600_000 })).toStrictEqual(['nothing waits for others']);

    await bus.publish(...toEvent('image', 'image-2', { sha: 'sha-2' }));
    await replica.has('fired', 1);
    while ((await open()).length > 2);
    expect(await open()).toMatchObject([{ key: 'sha-1' }, { key: 'sha-3' }]);
  });

  it('leaves out what was decided false and holds no event, unless all is asked for', async () => {
    await using world = await setUp(start, 'push && !image && scan');
    const { documents, bus, run } = world;
    await using replica = await startReplica(bus, documents, 'one');
    for (const name of ['push', 'image']) await bus.publish(...toEvent(name, name, { sha: 'a' }));
    await replica.has('filtered', 2);
    while ((await run({ all: true })).length < 2);
    expect((await run({ all: true }))[1]).toMatch(/ nothing: it cannot hold any more$/);
    expect(await run()).toStrictEqual(['nothing waits for others']);
  });

  it('says what is wrong, and what is right', async () => {
    await using world = await setUp(start);
    const { run } = world;
    await expect(run({}, [])).rejects.toThrow('say what to do, ls');
    await expect(run({}, ['ls', 'x'])).rejects.toThrow('of one key: eventwright joins ls --key x');
    await expect(run({ sensor: 'deplo' })).rejects.toThrow("did you mean 'deploy'?");
    await expect(run({ dev: true })).rejects.toThrow("--dev: nothing runs here; start 'eventwright dev'");
  });
});
