import fc from 'fast-check';
import { type ConditionTree, namesIn } from '../../../../model/sensor/condition.ts';
import type { JoinRules } from '../generation.ts';

/** Some are members of every object, which names of dependencies may be too. */
export const names = ['a', 'b-c', 'toString', 'd'] as const;

const anyCondition = fc.letrec<{ tree: ConditionTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...names).map((name) => ({ kind: 'name', name }) as const),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).tree;

/** Any condition over four names, and any way to keep their events. */
export const anyRules: fc.Arbitrary<JoinRules> = fc
  .record({
    condition: anyCondition.filter((tree) => !holds(tree, new Set())),
    collects: fc.array(
      fc.record({
        collect: fc.constantFrom('latest' as const, 'first' as const, 'all' as const),
        maxEvents: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: names.length, maxLength: names.length },
    ),
  })
  .map(({ condition, collects }) => ({
    condition,
    collects: Object.fromEntries(
      namesIn(condition).map((name, i) => [name, collects[i] ?? { collect: 'latest', maxEvents: 1 }]),
    ),
  }));

/** What a condition says of those that have arrived once no more can, as JavaScript would. */
export function holds(tree: ConditionTree, arrived: ReadonlySet<string>): boolean {
  if (tree.kind === 'name') return arrived.has(tree.name);
  if (tree.kind === 'not') return !holds(tree.of, arrived);
  return tree.kind === 'and'
    ? tree.of.every((part) => holds(part, arrived))
    : tree.of.some((part) => holds(part, arrived));
}

/** What it says whatever else arrives; absent where that matters. */
export function holdsAnyway({ condition, collects }: JoinRules, arrived: ReadonlySet<string>): boolean | undefined {
  const futures = [arrived];
  for (const name of Object.keys(collects)) for (const future of [...futures]) futures.push(new Set([...future, name]));
  const answers = new Set(futures.map((future) => holds(condition, future)));
  return answers.size === 1 ? [...answers][0] : undefined;
}
