import fc from 'fast-check';
import type { CompiledDependency } from '../compiled-dependency.ts';
import { arrived } from '../testing/sensor-document.ts';
import { admit, countUnits } from './admit.ts';
import type { Keyed } from './keys-of.ts';

interface Asked {
  /** What its filter says; `absent` where it has none. */
  readonly filter: 'absent' | 'passes' | 'refuses' | 'fails';
  readonly onFilterError: 'deadLetter' | 'filter';
  readonly transform: 'absent' | 'works' | 'fails';
  /** Absent where the event has none for it. */
  readonly key: string | undefined;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  filter: fc.constantFrom('absent', 'passes', 'refuses', 'fails'),
  onFilterError: fc.constantFrom('deadLetter', 'filter'),
  transform: fc.constantFrom('absent', 'works', 'fails'),
  key: fc.constantFrom('k1', 'k2', undefined),
});

const fail = () => {
  throw new Error('no');
};

function toDependency({ filter, onFilterError, transform }: Asked, i: number): CompiledDependency {
  const { address } = arrived({});
  return {
    name: `d${i}`,
    spec: { eventSource: 'github', event: 'push', onFilterError, collect: 'latest', maxEvents: 1 },
    address,
    during: undefined,
    filter: filter === 'absent' ? undefined : filter === 'fails' ? fail : () => filter === 'passes',
    transform: transform === 'absent' ? undefined : transform === 'fails' ? fail : () => 1,
  };
}

/** As an event's keys are found: those with equal keys together, and those without one apart. */
function toKeyed(all: readonly Asked[]): Keyed[] {
  const dependencies = all.map(toDependency);
  const of = (key: string) => dependencies.filter((_, i) => all[i]?.key === key);
  const without = dependencies.filter((_, i) => all[i]?.key === undefined);
  return [
    ...['k1', 'k2'].filter((key) => of(key).length > 0).map((key) => ({ key, dependencies: of(key) })),
    ...without.map((one) => ({ key: undefined, problem: 'no key', dependencies: [one] })),
  ];
}

type Verdict = 'takes' | 'refuses' | 'fails';

function toVerdict({ filter, onFilterError, transform, key }: Asked): Verdict {
  if (filter === 'refuses') return 'refuses';
  if (filter === 'fails') return onFilterError === 'filter' ? 'refuses' : 'fails';
  return key === undefined || transform === 'fails' ? 'fails' : 'takes';
}

describe('an event that came to a join', () => {
  it('is taken by all that can, else given up where one could not say, else filtered', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 4 }), (all) => {
        const admission = admit(toKeyed(all), arrived({}).event);
        const verdicts = all.map(toVerdict);
        const taking = all.flatMap(({ key }, i) => (verdicts[i] === 'takes' ? [`${key} d${i}`] : []));
        if (admission.kind === 'take') {
          const units = admission.takers.flatMap(({ key, dependencies }) =>
            dependencies.map((name) => `${key} ${name}`),
          );
          expect(units.sort()).toStrictEqual(taking.sort());
          expect(countUnits(admission.takers)).toBe(taking.length);
        } else {
          expect(taking).toStrictEqual([]);
          expect(admission.kind).toBe(verdicts.includes('fails') ? 'deadLetter' : 'filter');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is filtered where no dependency is asked', () => {
    expect(admit([], arrived({}).event)).toStrictEqual({ kind: 'filter' });
  });
});
