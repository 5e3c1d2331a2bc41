import type { CorrelationSpec } from '../../../model/sensor/correlation.ts';
import type { Observation } from '../../support/observation.ts';
import { ledger, type Replica, type ReplicaOptions, range, type Target, World } from './world.ts';

const template = { code: '({ push }) => ({ n: push.data.n })' };
const correlate = (push: string, other: string): CorrelationSpec => ({
  by: { push: { code: push }, other: { code: other } },
  within: '30m',
  onTimeout: 'drop',
  maxOpen: 1000,
});
const two = { dependencies: { push: {}, other: { event: 'other' } } } satisfies ReplicaOptions;
const pair = { ...two, triggers: { all: { when: 'push && other', template } } } satisfies ReplicaOptions;

/** What a sensor is changed into: each the program of some replica. */
const programs: readonly ReplicaOptions[] = [
  {},
  { evenOnly: true },
  { ...two, triggers: { all: { when: 'push || other', template } } },
  { triggers: { all: { dedup: { window: '5m' } } } },
  pair,
  { ...pair, correlate: correlate('({ data }) => data.n % 7', '({ data }) => data.key') },
  { ...pair, correlate: correlate('({ data }) => String(data.n % 5)', '({ data }) => data.key') },
  { ...pair, correlate: correlate('({ data }) => data.missing', '({ data }) => data.key') },
];

/** Numbers from a seed, from 0 up to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What comes of an event for certain, once it is stored. */
const fates: ReadonlySet<Observation['kind']> = new Set(['fired', 'filtered', 'duplicate', 'deadLettered']);

class Story {
  readonly world = new World();
  readonly #random: () => number;
  readonly #programs: readonly ReplicaOptions[];
  readonly #running = new Map<Replica, boolean>();
  readonly #handled = new Set<number>();
  #started = 0;
  published = 0;
  mended = false;

  constructor(seed: number, programs: readonly ReplicaOptions[]) {
    this.#random = createRandom(seed);
    this.#programs = programs;
  }

  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.35) await this.publish();
    else if (dice < 0.55) await this.world.clock.advance(this.#pick(3_000));
    else if (dice < 0.65) await this.#end(true);
    else if (dice < 0.75) await this.#end(false);
    else await this.place(this.start(this.#programs[this.#pick(this.#programs.length)] as ReplicaOptions));
  }

  async publish(): Promise<void> {
    const to = this.published + this.#pick(12);
    await this.world.publish(...range(this.published, to));
    this.published = to;
  }

  async place(replica: Replica): Promise<void> {
    replica.partitions.place(range(0, this.world.count).filter(() => this.#random() < 0.6));
    await this.world.clock.advance(this.#pick(7_000));
  }

  start(program: ReplicaOptions): Replica {
    const target: Target = ({ n }) =>
      n % 9 === 4 && !this.mended ? { kind: 'retry', reason: '503' } : { kind: 'done' };
    const replica = this.world.replica(`r${this.#started++}`, { ...program, target, drainMs: 500 });
    this.#running.set(replica, program.triggers?.all?.when === 'push && other');
    return replica;
  }

  async endAll(): Promise<void> {
    while (this.#running.size > 0) await this.#end(this.#random() < 0.5);
  }

  /** The numbers of which something became, in whatever replica. */
  handled(): ReadonlySet<number> {
    for (const replica of this.#running.keys()) this.#count(replica);
    return this.#handled;
  }

  async #end(crash: boolean): Promise<void> {
    const [replica] = [...this.#running.keys()].filter(() => this.#random() < 0.7);
    if (!replica) return;
    if (crash) {
      if (this.#random() < 0.5)
        this.world.crashAt(replica, 1 + this.#pick(6), this.#random() < 0.5 ? 'before' : 'after');
      await this.world.clock.advance(this.#pick(3_000));
      replica.crash();
      this.#count(replica);
      await replica[Symbol.asyncDispose]();
    } else {
      await replica[Symbol.asyncDispose]();
      this.#count(replica);
    }
    this.#running.delete(replica);
  }

  #count(replica: Replica): void {
    const isJoin = this.#running.get(replica);
    for (const one of replica.observations) {
      if (!('event' in one) || one.kind === 'stored') continue;
      if (!fates.has(one.kind) && !(isJoin && one.kind === 'accepted')) continue;
      this.#handled.add(Number(one.event.id.slice('push-'.length)));
    }
  }

  #pick(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

async function tell(seed: number, of: readonly ReplicaOptions[]) {
  const story = new Story(seed, of);
  await using world = story.world;
  await using first = story.start(of[0] as ReplicaOptions);
  await world.place(first);
  for (let i = 0; i < 40; i++) await story.step();
  await story.endAll();
  return await end(story, of[seed % of.length] as ReplicaOptions);
}

/** One replica at a time, each program until all partitions follow it. */
async function tellInOrder(seed: number, of: readonly ReplicaOptions[]) {
  const story = new Story(seed, []);
  await using world = story.world;
  await world.place(story.start(of[0] as ReplicaOptions));
  await story.endAll();
  for (const program of of) {
    for (let replicas = 0; replicas < 3; replicas++) {
      await story.publish();
      await story.place(story.start(program));
      await story.publish();
      await story.endAll();
    }
    const whole = story.start(program);
    await world.place(whole);
    await world.clock.advance(5_000);
    await story.endAll();
  }
  return await end(story, of.at(-1) as ReplicaOptions);
}

/** What is counted once the last program has come to the end. */
async function end(story: Story, program: ReplicaOptions) {
  const { world } = story;
  story.mended = true;
  const last = story.start(program);
  await world.place(last);
  await world.clock.advance(120_000);
  const { accepted } = ledger(last);
  return { accepted, published: story.published, handled: story.handled(), cells: await world.cells() };
}

const seeds = range(1, 13);

it.each(seeds)(
  'no event is lost, whatever a sensor is changed into, and whoever dies meanwhile (seed %i)',
  async (seed) => {
    const { handled, published, accepted } = await tell(seed, programs);
    expect(range(0, published).filter((n) => !handled.has(n))).toStrictEqual([]);
    expect(accepted).toBeGreaterThanOrEqual(published);
  },
);

it.each(seeds)('each event is counted once by a sensor that never joins events (seed %i)', async (seed) => {
  const { accepted, published } = await tell(seed, programs.slice(0, 4));
  expect(accepted).toBe(published);
});

it.each(seeds)('each event is counted once by a sensor that moves again and again (seed %i)', async (seed) => {
  const { accepted, published, cells } = await tellInOrder(seed, [...programs.slice(3), ...programs.slice(4, 7)]);
  expect(accepted).toBe(published);
  expect(cells.filter((key) => key.startsWith('moved/'))).toStrictEqual([]);
});
