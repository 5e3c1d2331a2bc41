import fc from 'fast-check';
import { sliceElements, sliceMembers } from './json-slices.ts';

const spaced = fc.tuple(fc.json(), fc.constantFrom(undefined, 1, '\t', '\r\n'));

it('the slices of an object say what it said', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      fc.constantFrom(0, 1, '\t\n'),
      (value, space) => {
        const text = JSON.stringify(value, null, space);
        const sliced = [...sliceMembers(text)].map(([name, raw]) => [name, JSON.parse(raw)]);
        expect(sliced).toStrictEqual(Object.entries(JSON.parse(text)));
      },
    ),
  );
});

it('the slices of an array say what it said', () => {
  fc.assert(
    fc.property(fc.array(spaced), fc.constantFrom('', ' ', '\r\n'), (parts, gap) => {
      const elements = parts.map(([json, space]) => JSON.stringify(JSON.parse(json), null, space));
      expect(sliceElements(`${gap}[${gap}${elements.join(`${gap},${gap}`)}${gap}]${gap}`)).toStrictEqual(elements);
    }),
  );
});

it('numbers keep their digits, and strings their escapes', () => {
  expect([...sliceMembers('{ "a" : 12345678901234567890.10 , "\\u0062":"\\\\\\"}" }')]).toStrictEqual([
    ['a', '12345678901234567890.10'],
    ['b', '"\\\\\\"}"'],
  ]);
});

it('of a name that is repeated the last one counts', () => {
  expect([...sliceMembers('{"a":1,"a":[2]}')]).toStrictEqual([['a', '[2]']]);
});
