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
  readonly #handled = new Map<number, number>();
  #started = 0;
  published = 0;
  mended = false;

  constructor(seed: number, programs: readonly ReplicaOptions[]) {
    this.#random = createRandom(seed);
    this.#programs = programs;
  }

  async step(): Promise<void> {
    const { world } = this;
    const dice = this.#random();
    if (dice < 0.35) {
      const to = this.published + this.#pick(12);
      await world.publish(...range(this.published, to));
      this.published = to;
    } else if (dice < 0.55) await world.clock.advance(this.#pick(3_000));
    else if (dice < 0.65) await this.#end(true);
    else if (dice < 0.75) await this.#end(false);
    else {
      const program = this.#programs[this.#pick(this.#programs.length)] as ReplicaOptions;
      const replica = this.start(program);
      replica.partitions.place(range(0, world.count).filter(() => this.#random() < 0.6));
      await world.clock.advance(this.#pick(7_000));
    }
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

  /** How often each number was handled, as far as that may be stored. */
  async handled(): Promise<readonly number[]> {
    await this.world.clock.advance(1_000);
    for (const replica of this.#running.keys()) this.#count(replica);
    return range(0, this.published).map((n) => this.#handled.get(n) ?? 0);
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
      const n = Number(one.event.id.slice('push-'.length));
      this.#handled.set(n, (this.#handled.get(n) ?? 0) + 1);
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
  story.mended = true;
  const last = story.start(of[seed % of.length] as ReplicaOptions);
  await world.place(last);
  await world.clock.advance(120_000);
  return { handled: await story.handled(), accepted: ledger(last).accepted, published: story.published };
}

const seeds = range(1, 13);

it.each(seeds)(
  'no event is lost, whatever a sensor is changed into, and whoever dies meanwhile (seed %i)',
  async (seed) => {
    const { handled } = await tell(seed, programs);
    expect(handled.flatMap((times, n) => (times === 0 ? [n] : []))).toStrictEqual([]);
  },
);

it.each(seeds)('each event is counted once by a sensor that never joins events (seed %i)', async (seed) => {
  const { accepted, published } = await tell(seed, programs.slice(0, 4));
  expect(accepted).toBe(published);
});
