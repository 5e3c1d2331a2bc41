import fc from 'fast-check';
import { Regex } from './regex.ts';
import { toRe2, UnsupportedPattern } from './regex-syntax.ts';
import { Run } from './run.ts';

const patterns = [
  'a',
  'a|b',
  '^a$',
  'a*?b',
  '[a-c]+',
  '[^a]',
  '[^]',
  '[]',
  '\\d+',
  '\\D',
  '\\w\\W',
  '\\s',
  '\\S+',
  '[\\s\\d]',
  '.',
  'a.b',
  '(a)(b)?',
  '(?:ab)+',
  '(?<x>a)(?<y>b)?',
  'a{2}',
  'a{1,}',
  'a{',
  'a{,2}',
  'x{1',
  ']',
  '}',
  '[[]',
  '[a&&b]',
  '[~^-]',
  '[a\\-z]',
  '[\\b]',
  '\\bab\\b',
  '\\Ba',
  '\\x61',
  '\\u0061',
  '\\cJ',
  '\\0',
  '\\/',
  '\\.',
  '\\a',
  '\\-',
  '\\A',
  '\\z',
  '\\Q',
  '\\E',
  '[[:alpha:]]',
  '(a|ab)(c|bcd)',
  '\\t',
  '\\v',
  'é',
  '日',
  '',
];
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'c',
      'ab',
      'x',
      '1',
      ' ',
      '\t',
      '\n',
      '\r',
      '\u2028',
      '\u00a0',
      '\u000b',
      '-',
      '.',
      '/',
      '[',
      ']',
      '{',
      '}',
      ':',
      '&',
      '~',
      '^',
      'é',
      '日',
      '\0',
      'A',
      'Q',
      'z',
      '\b',
    ),
    { maxLength: 8 },
  )
  .map((all) => all.join(''));

describe('a pattern matches what it matches in JavaScript', () => {
  it.each(patterns.flatMap((pattern) => ['', 's', 'i'].map((flags) => [pattern, flags] as const)))(
    '/%s/%s',
    (pattern, flags) => {
      const [native, ours] = [new RegExp(pattern, flags), new Regex(pattern, flags)];
      fc.assert(
        fc.property(text, (given) => {
          const run = new Run(0);
          expect(ours.test(run, given)).toBe(native.test(given));
          expect(ours.exec(run, given)).toStrictEqual(native.exec(given));
        }),
        { numRuns: 60, seed: 7 },
      );
    },
  );

  it.each(['x*', 'a|', '(b)?', '\\b', 'ab?', '^', '$'])(
    'all matches of /%s/g are where JavaScript finds them',
    (pattern) => {
      const ours = new Regex(pattern, 'g');
      fc.assert(
        fc.property(text, (given) => {
          const found = [...ours.matches(new Run(0), given)];
          expect(found).toStrictEqual([...given.matchAll(new RegExp(pattern, 'g'))]);
        }),
        { numRuns: 100, seed: 7 },
      );
    },
  );

  it.each([
    ['\\u{1f600}', '😀'],
    ['\\p{L}', 'é'],
    ['^.$', '😀'],
  ])('/%s/u', (pattern, given) => {
    expect(new Regex(pattern, 'u').test(new Run(0), given)).toBe(true);
  });
});

it.each([
  '(?=a)',
  '(?!a)',
  '(?<=a)b',
  '(?<!a)b',
  '(a)\\1',
  '(?<n>a)\\k<n>',
  '(?i:a)',
  '\\01',
  '[\\Sa]',
  '[a-\\d]',
  'a{2000}',
  '(?:a{100}){100}',
])('/%s/ is refused', (pattern) => {
  expect(() => new Regex(pattern, '')).toThrow(UnsupportedPattern);
});

it('a pattern is written in the syntax of RE2', () => {
  expect(toRe2('^a.\\s[^\\s]\\/(?<n>x)', 'im')).toMatchInlineSnapshot(
    `"(?im)^a[^\\n\\r\\x{2028}\\x{2029}][\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}][^\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}]\\x{2f}(?P<n>x)"`,
  );
});
