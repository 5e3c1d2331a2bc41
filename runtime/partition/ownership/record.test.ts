import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { type Changes, decodeChanges, decodePart, encodeRecord, type RecordHead } from './record.ts';

const head: RecordHead = { id: 'r1', epoch: 3, owner: 'a', n: 7, kind: 'commit' };

describe('a record', () => {
  it('comes back from its entries as it was, whatever their largest size', () => {
    const changes = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));
    fc.assert(
      fc.property(changes, fc.integer({ min: 140, max: 400 }), (cells, maxEntryBytes) => {
        const written: Changes = new Map(Object.entries(cells) as [string, Json | undefined][]);
        const entries = encodeRecord(head, written, maxEntryBytes);
        const parts = entries.map(decodePart);
        expect(Math.max(...entries.map((entry) => entry.byteLength))).toBeLessThanOrEqual(maxEntryBytes);
        expect(parts.map(({ part }) => part)).toStrictEqual(entries.map((_, i) => i));
        expect(parts.every((part) => part.parts === entries.length)).toBe(true);
        expect(parts[0]?.head).toStrictEqual(head);
        const read = decodeChanges(parts.map(({ body }) => body));
        expect(tell(read)).toStrictEqual(tell(written));
      }),
    );
  });

  it('that has no room in any entry is an error', () => {
    expect(() => encodeRecord(head, new Map([['a', 1]]), 60)).toThrow(
      new RangeError("a journal's entry of 60 bytes has no room for a record"),
    );
  });

  it.each([
    ['no head', 'x', 'it has no head'],
    ['a head that is no object', '1\n', 'its head is no object'],
    ['another version', '{"v":9}\n', 'it is of version 9, this runtime reads version 1'],
    ['a head of no kind', '{"v":1,"id":"a","epoch":1,"owner":"a","n":1,"kind":"x"}\n', 'its head is incomplete'],
    [
      'a part beyond the last',
      '{"v":1,"id":"a","epoch":1,"owner":"a","n":1,"kind":"commit","part":2,"parts":2}\n',
      'its head is incomplete',
    ],
  ])('with %s cannot be read', (_, text, message) => {
    expect(() => decodePart(Buffer.from(text))).toThrow(new TypeError(message));
  });

  it('with changes that are none cannot be read', () => {
    expect(() => decodeChanges([Buffer.from('{}')])).toThrow(new TypeError('its changes are no list of cells'));
  });
});

function tell(changes: Changes): string[] {
  return [...changes].map(([key, value]) => `${key} ${value === undefined ? 'deleted' : JSON.stringify(value)}`);
}
