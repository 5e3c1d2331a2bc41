import { toSensorKey } from '../../../model/trigger/trigger-name.ts';
import { checkStory } from '../join/testing/check-story.ts';
import { type Crash, type Ended, type Meeting, type Step, type Story, tellStory } from '../join/testing/story.ts';
import { range, World } from './world.ts';

const latest = { collect: 'latest', maxEvents: 100 } as const;
const both = { when: 'a && b', collects: { a: latest, b: latest } };
const window = { within: '10s' as const, withinMs: 10_000, onTimeout: 'deadLetter', maxOpen: 1_000 } as const;

/** `a1` is of the dependency `a`; a number of milliseconds is waited. */
function toSteps(story: readonly (string | number)[], keyOf: (id: string) => string = () => 'k'): Step[] {
  return story.map((one) =>
    typeof one === 'number'
      ? { kind: 'wait', ms: one }
      : { kind: 'publish', id: one, takers: { [one[0] as string]: keyOf(one) } },
  );
}

/** All orders in which the events of each dependency keep theirs. */
function interleave(a: readonly string[], b: readonly string[]): string[][] {
  const [x, ...as] = a;
  const [y, ...bs] = b;
  if (x === undefined || y === undefined) return [[...a, ...b]];
  return [...interleave(as, b).map((rest) => [x, ...rest]), ...interleave(a, bs).map((rest) => [y, ...rest])];
}

const orders = interleave(['a1', 'a2'], ['b1', 'b2']);

/** The same with a pause before some of them, by bits, so that records hold one, several or all. */
function pause(order: readonly string[], ms = 100, masks = [0b000, 0b010, 0b101, 0b111]): (string | number)[][] {
  return masks.map((mask) => order.flatMap((id, i) => (i > 0 && mask & (1 << (i - 1)) ? [ms, id] : [id])));
}

/** Tells a story without a crash, and with one at each moment at which its first owner does something to the outside. */
async function crashEverywhere(story: Omit<Story, 'crashes'>): Promise<number> {
  const calm = await tellStory({ ...story, crashes: [] });
  checkStory(calm);
  const [deeds] = calm.deeds as [Ended['deeds'][number]];
  const crashes = (['append', 'publish', 'act'] as const).flatMap((at) =>
    Array.from({ length: deeds[at] }, (_, i) => i + 1).flatMap((nth) =>
      (at === 'append' ? (['before', 'after'] as const) : (['before', 'during', 'after'] as const)).map(
        (when): Crash => ({ at, nth, when }),
      ),
    ),
  );
  for (const crash of crashes) {
    try {
      checkStory(await tellStory({ ...story, crashes: [crash] }));
    } catch (error) {
      throw new Error(`${JSON.stringify(story.steps)} ${JSON.stringify(crash)}`, { cause: error });
    }
  }
  return crashes.length + 1;
}

interface Scene {
  readonly meeting: Meeting;
  readonly stories: readonly (readonly (string | number)[])[];
  readonly keyOf?: (id: string) => string;
}

const paused = orders.flatMap((order) => pause(order));
const late = (ms: number) => orders.flatMap((order) => pause(order, ms, [0b010, 0b111]));

const scenes: Readonly<Record<string, Scene>> = {
  'of all events': { meeting: both, stories: paused },
  'by key': { meeting: { ...both, window }, stories: paused, keyOf: (id) => `k${id[1]}` },
  'of lists': {
    meeting: { when: 'a && b', collects: { a: { collect: 'all', maxEvents: 2 }, b: latest } },
    stories: interleave(['a1', 'a2', 'a3'], ['b1', 'b2']).flatMap((order) => pause(order)),
  },
  'of the first': {
    meeting: { when: 'a && b', collects: { a: { collect: 'first', maxEvents: 1 }, b: latest } },
    stories: paused,
  },
  'that wait for what must not come': {
    meeting: { ...both, when: 'a && !b', window },
    stories: [...late(6_000), ...late(10_050)],
  },
  'that expire': { meeting: { ...both, window: { ...window, onTimeout: 'drop' } }, stories: late(6_000) },
  'that are reset': {
    meeting: { ...both, reset: { schedule: '*/10 * * * * *', everyMs: 10_000 } },
    stories: late(4_000),
  },
  'by key that are reset': {
    meeting: { ...both, window, reset: { schedule: '*/15 * * * * *', everyMs: 15_000 } },
    stories: late(8_000),
  },
  'by key, one open, that are reset': {
    meeting: { ...both, window: { ...window, maxOpen: 1 }, reset: { schedule: '*/15 * * * * *', everyMs: 15_000 } },
    stories: [...late(4_000), ...late(8_000)],
    // of one partition
    keyOf: (id) => `k${id[1] === '1' ? 1 : 8}`,
  },
  'that pass over repeats': {
    meeting: { ...both, dedupMs: 300_000 },
    stories: interleave(['a1', 'a1'], ['b1', 'b1']).flatMap((order) => pause(order)),
  },
};

describe.each(['checked', 'read-back'] as const)('where appends are %s', (appends) => {
  it.each(Object.keys(scenes))(
    'joins %s come out the same in every order, with a crash at every moment',
    async (name) => {
      const { meeting, stories, keyOf } = scenes[name] as Scene;
      let told = 0;
      // the same joins are held to one kind of appends in every way, and to the other in every second
      const some = stories.filter((_, i) => appends === 'checked' || i % 2 === 1);
      for (const story of some) told += await crashEverywhere({ meeting, appends, steps: toSteps(story, keyOf) });
      expect(told).toBeGreaterThan(100);
    },
    120_000,
  );
});

it.each(range(1, 7).flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
  'an execution that may have been acted on is the same under an edited template: a crash at record %i, %s it is stored',
  async (nth, when) => {
    await using world = new World();
    const own = World.partitionOf(toSensorKey({ namespace: 'ci', sensor: 'sensor' }));
    const dependencies = { a: { event: 'a' }, b: { event: 'b' } };
    const spec = (word: string) => ({
      dependencies,
      triggers: { all: { when: 'a && b', start: 'beginning', template: { code: `({ a, b }) => '${word}'` } } } as const,
    });
    const one = world.replica('one', spec('before'));
    world.crashAt(one, nth, when);
    one.partitions.place([own]);
    await world.clock.advance(100);
    await world.emit('a', { n: 1 });
    await world.emit('b', { n: 2 });
    await world.clock.advance(10_000);
    one.crash();
    await world.place(world.replica('two', spec('after')), [own]);
    await world.until(() => world.attempts.length > 0);
    await world.clock.advance(10_000);
    expect(new Set(world.attempts.map(({ executionId, template }) => `${executionId} ${template}`)).size).toBe(1);
  },
);
