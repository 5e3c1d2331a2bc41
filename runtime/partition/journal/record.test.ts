import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { readChanges } from './cell-lines.ts';
import { type CellText, toTexts } from './cells.ts';
import { Fold } from './fold.ts';
import { type Changes, decodePart, encodeRecord, type RecordHead } from './record.ts';

const head: RecordHead = { id: 'r1', epoch: 3, owner: 'a', n: 7, kind: 'commit' };

describe('a record', () => {
  it('comes back from its entries as it was, whatever their largest size', () => {
    const changes = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));
    fc.assert(
      fc.property(changes, fc.integer({ min: 140, max: 400 }), (cells, maxEntryBytes) => {
        const written: Changes = new Map(Object.entries(cells) as [string, Json | undefined][]);
        const entries = [...encodeRecord(head, toTexts(written), maxEntryBytes)];
        const parts = entries.map(({ bytes }) => decodePart(bytes));
        expect(Math.max(...entries.map(({ bytes }) => bytes.byteLength))).toBeLessThanOrEqual(maxEntryBytes);
        expect(parts.map(({ part }) => part)).toStrictEqual(entries.map((_, i) => i));
        expect(parts.map(({ isLast }) => isLast)).toStrictEqual(entries.map((_, i) => i === entries.length - 1));
        expect(parts[0]?.head).toStrictEqual(head);
        expect(readAll(parts.map(({ body }) => body))).toStrictEqual(toTexts(written));
        expect(entries.flatMap(({ changes }) => changes)).toStrictEqual(toTexts(written));
      }),
    );
  });

  it('that has no room in any entry is an error', () => {
    expect(() => [...encodeRecord(head, [['a', '1']], 60)]).toThrow(
      new RangeError("a journal's entry of 60 bytes has no room for a record"),
    );
  });

  it.each([
    ['no head', 'x', 'it has no head'],
    ['a head that is no object', '1\n', 'its head is no object'],
    ['another version', '{"v":9}\n', 'it is of version 9, this runtime reads version 1'],
    ['a head of no kind', '{"v":1,"id":"a","epoch":1,"owner":"a","n":1,"kind":"x"}\n', 'its head is incomplete'],
    [
      'a part that is no number',
      '{"v":1,"id":"a","epoch":1,"owner":"a","n":1,"kind":"commit","part":"2"}\n',
      'its head is incomplete',
    ],
  ])('with %s cannot be read', (_, text, message) => {
    expect(() => decodePart(Buffer.from(text))).toThrow(new TypeError(message));
  });

  it.each([
    ['a name that is none', '1\t2\n', 'one of its changes has no name'],
    ['bytes that are no text', '"\xff"\t2\n', 'its changes are no text'],
  ])('whose change has %s cannot be read', (_, line, message) => {
    expect(() => readChanges([], Buffer.from(line, 'latin1'))).toThrow(new TypeError(message));
  });

  it('whose last change is cut off cannot be read', () => {
    const [claim] = encodeRecord({ ...head, n: 0, kind: 'claim', prevEpoch: 0, prevN: 0 }, [], 400);
    const [commit] = encodeRecord({ ...head, n: 1 }, [['a', '"b"']], 400);
    const fold = new Fold();
    fold.apply({ position: '1', bytes: claim?.bytes as Uint8Array });
    fold.apply({ position: '2', bytes: commit?.bytes.subarray(0, -2) as Uint8Array });
    expect(fold.unknown).toBe('the entry at 2 cannot be read: its last change is cut off');
  });
});

function readAll(bodies: readonly Uint8Array[]): readonly CellText[] {
  const all: CellText[] = [];
  let pieces: readonly Uint8Array[] = [];
  for (const body of bodies) {
    const { changes, rest } = readChanges(pieces, body);
    all.push(...changes);
    pieces = rest;
  }
  expect(pieces).toStrictEqual([]);
  return all;
}
