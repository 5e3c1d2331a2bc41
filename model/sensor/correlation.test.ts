import { parseSpec } from '../schema.ts';
import { correlationSchema } from './correlation.ts';

const by = { push: { code: '({ data }) => data.sha' } };
const parse = (correlate: object) => parseSpec(correlationSchema, correlate, 'a: correlate');

it('a window has its defaults resolved', () => {
  expect(parse({ by, within: '30m' })).toStrictEqual({ by, within: '30m', onTimeout: 'deadLetter', maxOpen: 100_000 });
});

it.each(['1ms', '8784h', '366d'])('a window of %p is one', (within) => {
  expect(parse({ by, within })).toMatchObject({ within });
});

it.each([
  [{ by }, "a: correlate: within is missing; say how long, for example '30m'"],
  [{ by, within: 30 }, "a: correlate: within 30 is not a duration; write a number and a unit, for example '30s'"],
  [{ by, within: '0m' }, "a: correlate: within '0m' is too short; the shortest is '1ms'"],
  [{ by, within: '367d' }, "a: correlate: within '367d' is too long; the longest is '366d'"],
  [{ by, within: '10000000000h' }, "a: correlate: within '10000000000h' is too long; the longest is '366d'"],
  [
    { by, within: '1m', onTimeout: 'fire' },
    "a: correlate: onTimeout 'fire' is not allowed; there is 'deadLetter', 'drop'",
  ],
  [{ by, within: '1m', maxOpen: 0 }, 'a: correlate: maxOpen 0 must be at least 1'],
  [{ by, within: '1m', onTimout: 'drop' }, "a: correlate: there is no option 'onTimout', did you mean 'onTimeout'?"],
])('%j is refused', (correlate, message) => {
  expect(() => parse(correlate)).toThrow(message);
});
