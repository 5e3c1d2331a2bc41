import { readFileSync } from 'node:fs';
import { constructsPage, renderConstructs } from './render.ts';

const { text, forgotten } = renderConstructs();

it('the reference of constructs is what their sources say; npm run docs writes it anew', () => {
  expect(readFileSync(constructsPage, 'utf8')).toBe(text);
});

it('everything that the package exports is in the reference, but for what nobody writes', () => {
  expect(forgotten).toStrictEqual([]);
});

it('every field has a type, and every name its own words or its own fields', () => {
  const sections = text.split('\n### ').slice(1);
  expect(sections.filter((section) => section.trim().split('\n').length < 3)).toStrictEqual([]);
  expect(text.match(/^\| `[\w?]+` \| ``? \|.*$/gm)).toBeNull();
});
