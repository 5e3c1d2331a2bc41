import { readFileSync } from 'node:fs';
import { renderKubernetes } from './render.ts';

it.each([...renderKubernetes()])('%s is what the types of the API make of it', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});
