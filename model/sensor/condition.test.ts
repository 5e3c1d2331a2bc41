import fc from 'fast-check';
import { type ConditionTree, decide, namesIn, parseCondition } from './condition.ts';

const names = ['push', 'image', 'a-b'];
const parse = (when: string) => parseCondition(when, names, 'ci/deploy');
const name = (of: string) => ({ kind: 'name', name: of }) as const;

describe('a condition', () => {
  it.each<[string, ConditionTree]>([
    ['push', name('push')],
    [' ( push ) ', name('push')],
    ['a-b', name('a-b')],
    ['push&&image', { kind: 'and', of: [name('push'), name('image')] }],
    ['push || image || a-b', { kind: 'or', of: [name('push'), name('image'), name('a-b')] }],
    ['push || image && a-b', { kind: 'or', of: [name('push'), { kind: 'and', of: [name('image'), name('a-b')] }] }],
    [
      '(push || image) && !a-b',
      {
        kind: 'and',
        of: [
          { kind: 'or', of: [name('push'), name('image')] },
          { kind: 'not', of: name('a-b') },
        ],
      },
    ],
    ['!!push', { kind: 'not', of: { kind: 'not', of: name('push') } }],
  ])('%p is parsed as JavaScript would', (when, tree) => {
    expect(parse(when)).toStrictEqual(tree);
  });

  it.each([
    ['push && imge', "ci/deploy: when: 'push && imge': 'imge' is no dependency, did you mean 'image'?"],
    ['deployed', "'deployed' is no dependency; there is 'push', 'image', 'a-b'"],
    ['push &&', 'a name is missing at its end'],
    ['', 'a name is missing at its end'],
    ['(push || image', "a ')' is missing"],
    ['push)', "')' at 5 is not expected, put '&&' or '||' between two names"],
    ['push image', "'image' at 6 is not expected, put '&&' or '||' between two names"],
    ['push & image', "'&' at 6 is not expected, put '&&' or '||' between two names"],
    ['push == image', "'=' at 6 is not expected"],
    ['&& push', "'&&' is no dependency"],
    ['constructor', "'constructor' is no dependency"],
    ['!'.repeat(101), 'it is nested more than 100 deep'],
    ['('.repeat(100_000), 'it is nested more than 100 deep'],
  ])('%p is refused with the place and the fix', (when, message) => {
    expect(() => parse(when)).toThrow(
      expect.objectContaining({ name: 'InvalidSpecError', message: expect.stringContaining(message) }),
    );
  });

  it('names its dependencies, each once', () => {
    expect(namesIn(parse('push && (image || !push)'))).toStrictEqual(['push', 'image']);
  });
});

describe('a decision', () => {
  const decided = (when: string, arrived: string[], closed = false) => decide(parse(when), new Set(arrived), closed);

  it('waits only where more could change it', () => {
    expect(decided('push || image', ['push'])).toBe(true);
    expect(decided('push && image', ['push'])).toBeUndefined();
    expect(decided('push && !image', ['push'])).toBeUndefined();
    expect(decided('push && !image', ['push', 'image'])).toBe(false);
    expect(decided('push && !image', ['push'], true)).toBe(true);
  });

  const tree = fc.letrec<{ tree: ConditionTree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...names).map(name),
      fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).tree;
  const arrived = fc.subarray(names).map((some) => new Set(some));

  it("at the end is JavaScript's own", () => {
    const holds = (tree: ConditionTree, has: ReadonlySet<string>): boolean => {
      if (tree.kind === 'name') return has.has(tree.name);
      if (tree.kind === 'not') return !holds(tree.of, has);
      return tree.kind === 'and' ? tree.of.every((t) => holds(t, has)) : tree.of.some((t) => holds(t, has));
    };
    fc.assert(fc.property(tree, arrived, (tree, has) => decide(tree, has, true) === holds(tree, has)));
  });

  it('is taken as soon as nothing that arrives can change it, and no sooner', () => {
    const futures = (has: ReadonlySet<string>) =>
      Array.from({ length: 8 }, (_, i) => new Set([...has, ...names.filter((_, bit) => i & (1 << bit))]));
    fc.assert(
      fc.property(tree, arrived, (tree, has) => {
        const answers = new Set(futures(has).map((future) => decide(tree, future, true)));
        expect(decide(tree, has, false)).toBe(answers.size === 1 ? [...answers][0] : undefined);
      }),
      { numRuns: 1_000 },
    );
    expect(decided('push && image || !push && a-b', ['image', 'a-b'])).toBe(true);
    expect(decided('push && image || !push && a-b', ['image'])).toBeUndefined();
  });

  it('that was taken early stands, whatever arrives', () => {
    fc.assert(
      fc.property(tree, arrived, arrived, (tree, first, then) => {
        const early = decide(tree, first, false);
        return early === undefined || decide(tree, new Set([...first, ...then]), true) === early;
      }),
    );
  });

  it('that is printed and parsed is the same', () => {
    const print = (tree: ConditionTree): string => {
      if (tree.kind === 'name') return tree.name;
      if (tree.kind === 'not') return `!(${print(tree.of)})`;
      return `(${tree.of.map((part) => `(${print(part)})`).join(tree.kind === 'and' ? ' && ' : '||')})`;
    };
    fc.assert(fc.property(tree, (tree) => expect(parse(print(tree))).toEqual(tree)));
  });
});
