import { readFileSync } from 'node:fs';
import { renderReference } from './render.ts';

const rendered = renderReference();

it.each([...rendered.keys()])('%s is what the interfaces and schemas say; npm run docs writes it anew', (path) => {
  expect(readFileSync(path, 'utf8')).toBe(rendered.get(path));
});

it('every option has a type', () => {
  const pages = [...rendered].filter(([path]) => path.endsWith('.md'));
  const rows = pages.flatMap(([, text]) => text.match(/^\| `\w+` +\|.*$/gm) ?? []);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => /\| `` +\|/.test(row))).toStrictEqual([]);
});
