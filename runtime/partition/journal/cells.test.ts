import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { Cells, toTexts } from './cells.ts';

it('cells are what was put last, and what was deleted is gone', () => {
  const puts = fc.array(fc.tuple(fc.constantFrom(...'abc'), fc.option(fc.jsonValue(), { nil: undefined })));
  fc.assert(
    fc.property(puts, (changes) => {
      const cells = new Cells();
      const expected = new Map<string, Json>();
      for (const [key, value] of changes as [string, Json | undefined][]) {
        for (const text of toTexts(new Map([[key, value]]))) cells.change(text);
        if (value === undefined) expected.delete(key);
        else expected.set(key, JSON.parse(JSON.stringify(value)));
      }
      const told = new Map<string, Json>();
      cells.forEach((value, key) => {
        told.set(key, value);
      });
      expect([...cells]).toStrictEqual([...expected]);
      expect([...told]).toStrictEqual([...expected]);
      expect([...cells.keys()]).toStrictEqual([...expected.keys()]);
      expect([...cells.values()]).toStrictEqual([...expected.values()]);
      expect(cells.size).toBe(expected.size);
      expect([...'abc'].map((key) => [cells.has(key), cells.get(key)])).toStrictEqual(
        [...'abc'].map((key) => [expected.has(key), expected.get(key)]),
      );
    }),
  );
});
