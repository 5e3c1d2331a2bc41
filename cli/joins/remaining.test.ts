import fc from 'fast-check';
import { type ConditionTree, decide, parseCondition } from '../../model/sensor/condition.ts';
import { toMissing, toRemaining, toText } from './remaining.ts';

const names = ['a', 'b', 'c', 'd'];

function remaining(when: string, ...arrived: readonly string[]) {
  const tree = toRemaining(parseCondition(when, names, 'test'), new Set(arrived));
  return typeof tree === 'boolean' ? tree : { text: toText(tree), missing: toMissing(tree) };
}

describe('what remains of a condition', () => {
  it.each([
    ['a && b', ['a'], { text: 'b', missing: ['b'] }],
    ['a && (b || c)', ['a'], { text: 'b || c', missing: ['b', 'c'] }],
    ['a && (b || c) && d', ['d'], { text: 'a && (b || c)', missing: ['a', 'b', 'c'] }],
    ['a && !b', ['a'], { text: '!b', missing: [] }],
    ['a && !(b && !c)', ['a'], { text: '!(b && !c)', missing: ['c'] }],
    ['a && !b', ['b'], false],
    ['a || b', ['b'], true],
  ])('of %s after %j', (when, arrived, expected) => {
    expect(remaining(when, ...arrived)).toStrictEqual(expected);
  });

  const anyTree = fc.letrec<{ tree: ConditionTree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...names).map((name) => ({ kind: 'name', name }) as const),
      tie('tree').map((of) => ({ kind: 'not', of }) as const),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).tree;
  const anyNames = fc.uniqueArray(fc.constantFrom(...names)).map((some) => new Set(some));

  it('answers as the whole does, whatever else arrives; and can be read again', () => {
    fc.assert(
      fc.property(anyTree, anyNames, anyNames, (tree, arrived, more) => {
        const rest = toRemaining(tree, arrived);
        const whole = decide(tree, new Set([...arrived, ...more]), true);
        if (typeof rest === 'boolean') expect(whole).toBe(rest);
        else expect(decide(parseCondition(toText(rest), names, 'test'), more, true)).toBe(whole);
      }),
    );
  });
});
