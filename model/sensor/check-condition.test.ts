import { checkCondition, isJoined } from './check-condition.ts';
import { parseCondition } from './condition.ts';

const parse = (when: string) => parseCondition(when, ['push', 'image', 'scan'], 'a');
const check = (when: string, correlated: boolean) =>
  checkCondition(parse(when), { correlated, at: `a: when: '${when}'` });

it.each([
  ['push', false],
  ['push || (image || scan)', false],
  ['push && image', true],
  ['push || image && scan', true],
  ['!push', true],
  ['push || (image || !scan)', true],
])('%p joins events: %p', (when, joined) => {
  expect(isJoined(parse(when))).toBe(joined);
});

it.each([
  ['push', false],
  ['push || image', true],
  ['push && image', false],
  ['push && !image', true],
  ['(push || image) && !(scan && push)', true],
  ['!!push', true],
])('%p stands, correlated: %p', (when, correlated) => {
  expect(() => check(when, correlated)).not.toThrow();
});

const needsWindow =
  "'!' is not known before a window ends, and without 'correlate' none does; add correlate: { by, within: '30m' }";
const needsEvent =
  'it holds when nothing has arrived, so no event would open its window; ' +
  "name with '&&' an event that must arrive, for example 'push && !image'";

it.each([
  ['push && !image', false, needsWindow],
  ['push && image || push && !scan', false, needsWindow],
  ['!image', true, needsEvent],
  ['!image', false, needsEvent],
  ['push || !image', true, needsEvent],
  ['!(push && image)', true, needsEvent],
])('%p is refused, correlated: %p', (when, correlated, message) => {
  expect(() => check(when, correlated)).toThrow(
    expect.objectContaining({ name: 'InvalidSpecError', message: `a: when: '${when}': ${message}` }),
  );
});
