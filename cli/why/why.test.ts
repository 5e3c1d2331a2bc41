import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { buses, type StartedBus } from '../bus-connection/testing/buses.ts';
import { createProject, toProgram } from '../bus-connection/testing/project.ts';
import { startReplica } from '../bus-connection/testing/replica.ts';
import { startProject } from '../bus-connection/testing/start-project.ts';
import { toEvent } from '../bus-connection/testing/to-event.ts';
import { type WhyOptions, why } from './why.ts';

const trigger = {
  when: 'push',
  action: { kind: 'log' },
  template: { code: "() => 'done'" },
  start: 'beginning',
};
const sha = { code: '({ data }) => data.sha' };

/** One trigger for each thing that becomes of a push. */
function toDeploy(bus: EventBusSpec, key = sha) {
  const push = { eventSource: 'hook', event: 'push' };
  return toProgram(bus, {
    dependencies: {
      push,
      main: { ...push, filter: { code: "({ data }) => data.ref === 'main' && data.n > 0" } },
      broken: { ...push, filter: { code: '({ data }) => data.missing.n > 0' } },
      image: { eventSource: 'hook', event: 'image' },
    },
    correlate: { by: { push: key, main: key, broken: key, image: key }, within: '30m' },
    triggers: {
      note: trigger,
      main: { ...trigger, when: 'main' },
      broken: { ...trigger, when: 'broken' },
      both: { ...trigger, when: 'push && image' },
      later: { ...trigger, suspended: true },
      // nobody listens there
      away: {
        ...trigger,
        action: { kind: 'http', url: 'http://127.0.0.1:1/', method: 'POST' },
        template: { code: '() => ({})' },
      },
    },
  });
}

async function setUp(start: () => Promise<StartedBus>) {
  const started = await startProject(start, toDeploy);
  const run = async (id: string | undefined, more: Partial<WhyOptions> = {}) => {
    const said: string[] = [];
    const options = { ...started.options, source: undefined, sinceMs: 3_600_000, json: false, ...more };
    await why(id, options, { say: (line) => said.push(line), progress() {} });
    return said.join('\n');
  };
  /** What is said of one trigger. */
  const of = async (id: string, name: string) => (await run(id, { trigger: name })).split('\n').slice(3).join('\n');
  return { ...started, run, of };
}

/** Asks until it is answered so: records are stored a little later. */
async function until(ask: () => Promise<string>, expected: RegExp): Promise<void> {
  for (let last = ''; !expected.test(last); last = await ask()) {
    if (Date.now() - began > 20_000) expect(last).toMatch(expected);
  }
}
let began = 0;
beforeEach(() => {
  began = Date.now();
});

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

describe.each(buses)('why on %s', (_, start) => {
  it('tells what became of an event at each trigger that depends on it', async () => {
    await using world = await setUp(start);
    const { documents, bus, run, of } = world;
    await bus.publish(...toEvent('push', 'push-1', { sha: 'a', ref: 'dev', n: 1 }));
    expect(await of('push-1', 'note')).toBe(
      '  not read yet: no worker runs the trigger; see whether it is deployed and ready',
    );

    await using replica = await startReplica(bus, documents, 'one');
    await replica.has('fired', 1);
    await replica.has('deadLettered', 1);
    await until(() => of('push-1', 'note'), new RegExp(`^ {2}fired at ${time}.*\n {4}execution [a-z2-7]{26}$`));
    await until(() => of('push-1', 'main'), /^ {2}filtered: main: data\.ref === 'main' was false, data\.ref is "dev"$/);
    await until(
      () => of('push-1', 'broken'),
      new RegExp(
        `^ {2}dead-lettered at ${time}: dependency 'broken': filter: .*\n {4}give it back to its trigger with: eventwright dlq redrive [0-9a-f]{10}$`,
      ),
    );
    await until(
      () => of('push-1', 'both'),
      new RegExp(`^ {2}waits as push for image until ${time}, in 29m\n {4}key a\n {4}arrived: push \\(push-1\\)$`),
    );
    await until(
      () => of('push-1', 'later'),
      /^ {2}not read yet: the trigger is suspended, its events wait on the bus$/,
    );
    await until(() => of('push-1', 'away'), new RegExp(`^ {2}is tried again: attempt 1 failed at ${time}: .*`));

    const [head, , first] = (await run('push-1')).split('\n');
    expect(head).toMatch(new RegExp(`^push-1: default/hook/push from /hook, stored ${time}, \\d+s ago$`));
    expect(first).toBe('default/deploy/note');
    const told = JSON.parse(await run('push-1', { json: true }));
    expect(told).toMatchObject({ event: 'push-1', source: '/hook', address: 'default/hook/push' });
    expect(told.triggers.map((one: { trigger: string }) => one.trigger.split('/')[2])).toStrictEqual([
      'note',
      'main',
      'broken',
      'both',
      'later',
      'away',
    ]);
  }, 60_000);

  it('tells of a join what fired with it, and what took its place', async () => {
    await using world = await setUp(start);
    const { documents, bus, of } = world;
    await using replica = await startReplica(bus, documents, 'one');
    await bus.publish(...toEvent('push', 'push-1', { sha: 'a', ref: 'main', n: 1 }));
    await bus.publish(...toEvent('push', 'push-2', { sha: 'a', ref: 'main', n: 2 }));
    await bus.publish(...toEvent('image', 'image-1', { sha: 'a' }));
    await replica.has('joined', 1);
    await until(() => of('push-1', 'both'), new RegExp(`^ {2}superseded as push at ${time} by push-2 from /hook$`));
    const firedWith = (other: string) =>
      new RegExp(`^ {2}fired at ${time}\n {4}execution [a-z2-7]{26}\n {4}with ${other} from /hook$`);
    await until(() => of('push-2', 'both'), firedWith('image-1'));
    await until(() => of('image-1', 'both'), firedWith('push-2'));
  }, 60_000);

  it('finds what waits under a key that is made in another way since', async () => {
    await using world = await setUp(start);
    const { spec, documents, bus, run, of } = world;
    {
      await using _replica = await startReplica(bus, documents, 'one');
      await bus.publish(...toEvent('push', 'push-1', { sha: 'a', ref: 'main', n: 1 }));
      await until(() => of('push-1', 'both'), /^ {2}waits as push for image /);
    }
    await using changed = await createProject(toDeploy(spec, { code: "({ data }) => 'by ' + data.n" }));
    const { folder } = changed.options;
    expect(await run('push-1', { folder, trigger: 'both' })).toMatch(
      /waits as push: its key was made in another way; nothing meets it, it ends \S+Z, in 29m\n/,
    );
  }, 60_000);

  it('says what is wrong, and what is right', async () => {
    await using world = await setUp(start);
    const { bus, run } = world;
    await bus.publish(...toEvent('push', 'push-1', {}));
    await expect(run(undefined)).rejects.toThrow('say which event, by its id');
    await expect(run('push-2')).rejects.toThrow(
      /^push-2: not among the 1 event stored since \S+; look further back with --since 7d\./,
    );
    await expect(run('push-2', { sinceMs: 36e15 })).rejects.toThrow('stored since 1970-01-01T00:00:00Z;');
    for (const id of ['abcdef-1', 'abcdef-2']) await bus.publish(...toEvent('push', id, {}));
    await expect(run('abcdef')).rejects.toThrow('abcdef: several events begin so; name one: abcdef-1, abcdef-2');
    await expect(run('push-1', { source: '/other' })).rejects.toThrow(
      'push-1: there is none from /other, but one from /hook; --source /hook',
    );
    await expect(run('push-1', { sensor: 'deplo' })).rejects.toThrow("did you mean 'deploy'?");
    await expect(run('push-1', { dev: true })).rejects.toThrow("--dev: nothing runs here; start 'eventwright dev'");
  });
});
