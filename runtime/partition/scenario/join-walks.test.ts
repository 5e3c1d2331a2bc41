import fc from 'fast-check';
import { checkStory } from '../join/testing/check-story.ts';
import { type Crash, type Meeting, type Step, type Story, tellStory } from '../join/testing/story.ts';

const collecting = fc.record({
  collect: fc.constantFrom('latest' as const, 'first' as const, 'all' as const),
  maxEvents: fc.integer({ min: 1, max: 3 }),
});

const windowed = fc.record({
  within: fc.constant('10s' as const),
  withinMs: fc.constant(10_000),
  onTimeout: fc.constantFrom('deadLetter' as const, 'drop' as const),
  maxOpen: fc.constantFrom(1, 2, 1_000),
});

const meeting: fc.Arbitrary<Meeting> = fc
  .record({
    when: fc.constantFrom(
      'a && b',
      'a && b && c',
      'a && (b || c)',
      'a && !b',
      'a && b || a && !c',
      'a && b || !a && c',
      '(a || b) && !(a && c)',
    ),
    collects: fc.record({ a: collecting, b: collecting, c: collecting }),
    window: windowed,
    windowless: fc.boolean(),
    reset: fc.option(fc.constant({ schedule: '*/15 * * * * *', everyMs: 15_000 }), { nil: undefined }),
    dedupMs: fc.option(fc.constantFrom(5_000, 300_000), { nil: undefined, freq: 1 }),
  })
  .map(({ windowless, window, reset, dedupMs, when, collects: { a, b, c } }) => ({
    when,
    collects: when.includes('c') ? { a, b, c } : { a, b },
    ...((!windowless || when.includes('!')) && { window }),
    ...(reset && { reset }),
    ...(dedupMs !== undefined && { dedupMs }),
  }));

/** The first two are of one partition. */
const key = fc.constantFrom('k1', 'k8', 'k2');

function anyStep(names: readonly string[]): fc.Arbitrary<Step> {
  const some = fc.subarray([...names], { minLength: 1, maxLength: 2 });
  const publish = fc
    .record({
      id: fc.integer({ min: 1, max: 9 }),
      some,
      keys: fc.tuple(key, fc.option(key, { nil: undefined, freq: 1 })),
    })
    .map(({ id, some, keys: [first, other = first] }) => ({
      kind: 'publish' as const,
      id: `${some.join('')}${id}`,
      takers: Object.fromEntries(some.map((name, i) => [name, i === 0 ? first : other])),
    }));
  const ms = fc.constantFrom(60, 100, 3_000, 6_000, 9_950, 10_050, 15_000, 40_000);
  return fc.oneof(
    { weight: 12, arbitrary: publish },
    { weight: 5, arbitrary: ms.map((ms) => ({ kind: 'wait' as const, ms })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'compact' as const }) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('crash' as const, 'release' as const)
        .map((after) => ({ kind: 'takeOver' as const, after })),
    },
  );
}

const crash: fc.Arbitrary<Crash> = fc.record({
  at: fc.constantFrom('append' as const, 'append' as const, 'publish' as const, 'act' as const),
  nth: fc.integer({ min: 1, max: 14 }),
  when: fc.constantFrom('before' as const, 'during' as const, 'after' as const),
});

/** One id is of one event: whoever repeats it sends the same. */
function withoutContradictions(steps: readonly Step[]): Step[] {
  const known = new Map<string, Step>();
  return steps.map((step) => {
    if (step.kind !== 'publish') return step;
    const first = known.get(step.id) ?? step;
    known.set(step.id, first);
    return first;
  });
}

const story: fc.Arbitrary<Story> = meeting.chain((meeting) =>
  fc.record({
    meeting: fc.constant(meeting),
    steps: fc.array(anyStep(Object.keys(meeting.collects)), { minLength: 1, maxLength: 20 }).map(withoutContradictions),
    crashes: fc.array(fc.option(crash, { nil: undefined }), { maxLength: 4 }),
    appends: fc.constantFrom('checked' as const, 'read-back' as const),
  }),
);

it('any joins come out as a single thread would have them, whatever crashes and takes over', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (story) => checkStory(await tellStory(story))),
    { numRuns: 500 },
  );
}, 120_000);
