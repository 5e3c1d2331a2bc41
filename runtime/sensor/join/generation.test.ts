import fc from 'fast-check';
import {
  arrive,
  close,
  type Generation,
  type Held,
  type JoinRules,
  reconsider,
  type Transition,
} from './generation.ts';
import { anyRules, holds, holdsAnyway, names } from './testing/any-rules.ts';

/** Names of those that take an event; none where the window ends. */
type Story = readonly (readonly string[])[];

interface Told {
  /** What fired, as `<dependency>:<number of the event>`, in their order. */
  readonly fires: readonly (readonly string[])[];
  /** What became of all others. */
  readonly ended: Readonly<Record<string, string>>;
  /** What waits on. */
  readonly held: readonly string[];
}

/** The engine, event by event. */
function run(rules: JoinRules, story: Story): Told {
  const told = { fires: [] as string[][], ended: {} as Record<string, string> };
  let generation: Generation<number> | undefined;
  const tell = ({ generation: next, fires, ended }: Transition<number>) => {
    if (fires) told.fires.push(flat(fires));
    for (const { dependency, item, as } of ended) {
      const unit = `${dependency}:${item}`;
      // an end must come once
      told.ended[unit] = unit in told.ended ? 'twice' : as;
    }
    generation = next;
  };
  for (const [item, dependencies] of story.entries()) {
    if (dependencies.length > 0) tell(arrive(rules, generation, { dependencies, item, at: item }));
    else if (generation) tell(close(rules, generation));
  }
  return { ...told, held: generation ? flat(generation.held) : [] };
}

/**
 * The same over the whole list: a generation goes to the first moment at which the condition is known whatever comes, or
 * to the end of its window; false goes on, to where all have come or the window ends.
 */
function retell(rules: JoinRules, story: Story): Told {
  const told = { fires: [] as string[][], ended: {} as Record<string, string> };
  const all = Object.keys(rules.collects);
  const namesOf = (steps: Story) => new Set(steps.flat());
  let rest: Story = story.map((names, i) => names.map((name) => `${name}:${i}`));
  const bare = (steps: Story) => steps.map((units) => units.map((unit) => unit.slice(0, unit.lastIndexOf(':'))));
  const keep = (steps: Story) => {
    const units = steps.flat();
    const kept = all.flatMap((name) => {
      const of = units.filter((unit) => unit.slice(0, unit.lastIndexOf(':')) === name);
      const { collect, maxEvents } = rules.collects[name] as { collect: string; maxEvents: number };
      if (collect === 'first') return of.slice(0, 1);
      return of.slice(collect === 'latest' ? -1 : -maxEvents);
    });
    for (const unit of units) if (!kept.includes(unit)) told.ended[unit] = 'superseded';
    return kept;
  };
  while (rest.some((units) => units.length > 0)) {
    rest = rest.slice(rest.findIndex((units) => units.length > 0));
    const end = rest.findIndex((units) => units.length === 0);
    const window = end === -1 ? rest : rest.slice(0, end);
    const known = window.findIndex((_, i) => holdsAnyway(rules, namesOf(bare(window.slice(0, i + 1)))) !== undefined);
    if (known === -1) {
      const kept = keep(window);
      if (end === -1) return { ...told, held: sorted(kept) };
      if (holds(rules.condition, namesOf(bare(window)))) told.fires.push(sorted(kept));
      else for (const unit of kept) told.ended[unit] = 'unmet';
      rest = rest.slice(end);
      continue;
    }
    const first = window.slice(0, known + 1);
    if (holdsAnyway(rules, namesOf(bare(first)))) {
      told.fires.push(sorted(keep(first)));
      rest = rest.slice(first.length);
      continue;
    }
    for (const unit of keep(first)) told.ended[unit] = 'refused';
    const whole = window.findIndex((_, i) => all.every((name) => namesOf(bare(window.slice(0, i + 1))).has(name)));
    const last = whole === -1 ? window.length - 1 : whole;
    for (const unit of window.slice(first.length, last + 1).flat()) told.ended[unit] = 'refused';
    rest = rest.slice(last + 1);
  }
  return { ...told, held: [] };
}

function flat(held: Held<number>): string[] {
  return sorted(Object.entries(held).flatMap(([name, items]) => items.map((item) => `${name}:${item}`)));
}

function sorted(units: readonly string[]): string[] {
  return [...units].sort();
}

const anyStory = anyRules.chain((rules) => {
  const some = fc.subarray(Object.keys(rules.collects), { minLength: 1 });
  const step = fc.oneof({ weight: 5, arbitrary: some }, { weight: 1, arbitrary: fc.constant<string[]>([]) });
  return fc.record({ rules: fc.constant(rules), story: fc.array(step, { maxLength: 14 }) });
});

describe('a generation', () => {
  it('fires, supersedes, refuses and ends as a retelling of the whole list says', () => {
    fc.assert(
      fc.property(anyStory, ({ rules, story }) => {
        expect(run(rules, story)).toStrictEqual(retell(rules, story));
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets each event of each dependency end once, or wait', () => {
    fc.assert(
      fc.property(anyStory, ({ rules, story }) => {
        const { fires, ended, held } = run(rules, story);
        const taken = story.flatMap((names, i) => names.map((name) => `${name}:${i}`));
        expect(sorted([...fires.flat(), ...Object.keys(ended), ...held])).toStrictEqual(sorted(taken));
        expect(Object.values(ended)).not.toContain('twice');
      }),
      { numRuns: 1_000 },
    );
  });

  it('is decided early as it would have been whatever had come', () => {
    fc.assert(
      fc.property(anyStory, fc.subarray([...names]), ({ rules, story }, later) => {
        let generation: Generation<number> | undefined;
        for (const [item, dependencies] of story.entries()) {
          if (dependencies.length === 0) continue;
          const { fires, ...next } = arrive(rules, generation, { dependencies, item, at: item });
          const arrived = new Set([...Object.keys(fires ?? next.generation?.held ?? {}), ...later]);
          if (fires) expect(holds(rules.condition, arrived)).toBe(true);
          else if (next.generation?.refused) expect(holds(rules.condition, arrived)).toBe(false);
          generation = next.generation;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is as old as its first event, also once it is refused', () => {
    fc.assert(
      fc.property(anyStory, ({ rules, story }) => {
        let generation: Generation<number> | undefined;
        for (const [at, dependencies] of story.entries()) {
          if (dependencies.length === 0) continue;
          const next = arrive(rules, generation, { dependencies, item: at, at }).generation;
          if (next) expect(next.openedAt).toBe(generation?.openedAt ?? at);
          generation = next;
        }
      }),
    );
  });

  it('that is decided anew under its own rules stays as it is', () => {
    fc.assert(
      fc.property(anyStory, ({ rules, story }) => {
        let generation: Generation<number> | undefined;
        for (const [at, dependencies] of story.entries()) {
          if (dependencies.length > 0)
            generation = arrive(rules, generation, { dependencies, item: at, at }).generation;
          if (generation)
            expect(reconsider(rules, generation)).toStrictEqual({ generation, fires: undefined, ended: [] });
        }
      }),
    );
  });

  it('that is decided anew under other rules fires, waits or is refused as if they had been its own', () => {
    fc.assert(
      fc.property(anyStory, anyRules, ({ rules, story }, others) => {
        let generation: Generation<number> | undefined;
        for (const [at, dependencies] of story.entries())
          if (dependencies.length > 0)
            generation = arrive(rules, generation, { dependencies, item: at, at }).generation;
        if (!generation || generation.refused) return;
        const { held } = generation;
        const now = { ...others, collects: { ...others.collects, ...rules.collects } };
        const known = holdsAnyway(now, new Set(Object.keys(held)));
        const { generation: rest, fires, ended } = reconsider(now, generation);
        expect(fires).toStrictEqual(known === true ? held : undefined);
        expect(ended.map(({ as }) => as)).toStrictEqual(known === false ? flat(held).map(() => 'refused') : []);
        expect(rest?.refused).toBe(known === undefined ? false : known || isWhole(now, held) ? undefined : true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['latest', [3], ['1', '2']],
    ['first', [1], ['2', '3']],
    ['all', [2, 3], ['1']],
  ] as const)('that is decided anew keeps what its dependency collects now: %s', (collect, kept, superseded) => {
    const rules: JoinRules = {
      condition: {
        kind: 'and',
        of: [
          { kind: 'name', name: 'a' },
          { kind: 'name', name: 'b' },
        ],
      },
      collects: { a: { collect, maxEvents: 2 }, b: { collect, maxEvents: 2 } },
    };
    const { generation, ended } = reconsider(rules, { openedAt: 1, held: { a: [1, 2, 3] }, refused: false });
    expect(generation?.held).toStrictEqual({ a: kept });
    expect(ended.map(({ item, as }) => `${item} ${as}`)).toStrictEqual(superseded.map((item) => `${item} superseded`));
  });

  it.each([
    [
      'a branch of two',
      'latest',
      ['a', 'a', 'b'],
      { fires: [['a:1', 'b:2']], ended: { 'a:0': 'superseded' }, held: [] },
    ],
    [
      'the first of each',
      'first',
      ['a', 'a', 'b'],
      { fires: [['a:0', 'b:2']], ended: { 'a:1': 'superseded' }, held: [] },
    ],
    [
      'all of each',
      'all',
      ['a', 'a', 'a', 'b'],
      { fires: [['a:1', 'a:2', 'b:3']], ended: { 'a:0': 'superseded' }, held: [] },
    ],
  ] as const)('keeps %s', (_, collect, story, told) => {
    const rules: JoinRules = {
      condition: {
        kind: 'and',
        of: [
          { kind: 'name', name: 'a' },
          { kind: 'name', name: 'b' },
        ],
      },
      collects: { a: { collect, maxEvents: 2 }, b: { collect, maxEvents: 2 } },
    };
    expect(
      run(
        rules,
        story.map((name) => [name]),
      ),
    ).toStrictEqual(told);
  });
});

function isWhole({ collects }: JoinRules, held: Held<number>): boolean {
  return Object.keys(collects).every((name) => Object.hasOwn(held, name));
}
