import { checkCondition, isJoined } from './check-condition.ts';
import { parseCondition } from './condition.ts';

const many = Array.from({ length: 13 }, (_, i) => `e${i}`);
const parse = (when: string) => parseCondition(when, ['push', 'image', 'scan', ...many], 'a');
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

it('a condition of more names than can be tried stands, whatever it says', () => {
  expect(() => check(`!e0 && ${many.join(' && ')}`, true)).not.toThrow();
});

it.each([
  ['push', false],
  ['push || image', true],
  ['push && image', false],
  ['push && !image', true],
  ['(push || image) && !(scan && push)', true],
  ['!!push', true],
  ['push && (image || !image)', true],
  ['push && !image || push && image', true],
  ['push && (image || !scan) && (scan || !image)', true],
  [`!e0 && ${many.slice(1, 12).join(' && ')}`, true],
])('%p stands, correlated: %p', (when, correlated) => {
  expect(() => check(when, correlated)).not.toThrow();
});

const needsWindow =
  "'!' is not known before a window ends, and without 'correlate' none does; add correlate: { by, within: '30m' }";
const needsEvent =
  'it holds when nothing has arrived, so no event would open its window; ' +
  "name with '&&' an event that must arrive, for example 'push && !image'";
const neverHolds =
  'it never holds, because an event would have to arrive and to be absent at once; take one of the two out';

it.each([
  ['push && !push', true, neverHolds],
  ['push && !push', false, neverHolds],
  ['push && !push && image', true, neverHolds],
  ['(push || image) && !push && !image', true, neverHolds],
  ['push && !(image || push)', true, neverHolds],
  [`!e0 && ${many.slice(0, 12).join(' && ')}`, true, neverHolds],
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
