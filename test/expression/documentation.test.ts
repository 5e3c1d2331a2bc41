import { readFileSync } from 'node:fs';
import { limits } from '../../model/expression/limits.ts';
import { builtinNames, methodNames, regexMethodNames } from '../../model/expression/names.ts';

const text = readFileSync(new URL('../../docs/expressions.md', import.meta.url), 'utf8');

/** The rows of the tables under a heading: the first cell, and the words in code of the second. */
function rowsUnder(heading: string): [string, string[]][] {
  const section = text.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
  const rows = [...section.matchAll(/^\| (.+?) \| (.+) \|$/gm)].slice(1);
  return rows.map(([, of = '', names = '']) => [
    of.replaceAll('`', ''),
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  ]);
}

it('the documentation lists the methods that there are', () => {
  const documented = rowsUnder('Methods');
  const ofData = documented.filter(([of]) => of !== 'regular expressions').flatMap(([, names]) => names);
  expect([...new Set(ofData)].sort()).toStrictEqual(methodNames);
  expect(Object.fromEntries(documented)['regular expressions']).toStrictEqual(regexMethodNames);
});

it('the documentation lists the functions that there are', () => {
  const documented = rowsUnder('Functions').flatMap(([of, names]) =>
    names.map((name) => (of === 'everywhere' ? name : `${of}.${name}`)),
  );
  expect(documented.sort()).toStrictEqual([...builtinNames].sort());
});

it('the documentation lists the budgets that there are', () => {
  const documented = [
    ...(text
      .split('## Budgets')[1]
      ?.split('\n##')[0]
      ?.matchAll(/\| ([\d,]+) \|/g) ?? []),
  ].map(([, number = '']) => Number(number.replaceAll(',', '')));
  const { steps, text: characters, elements, depth, answer, code } = limits;
  expect(documented).toStrictEqual([steps, characters, elements, depth, answer, code]);
});
