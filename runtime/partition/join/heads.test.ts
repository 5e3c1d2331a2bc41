import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import type { Generation } from '../../sensor/join/generation.ts';
import { toKey } from '../../sensor/join/key.ts';
import { arrived } from '../../sensor/testing/sensor-document.ts';
import { packEvent } from '../work/held-event.ts';
import { type Item, readHeads, toRoom } from './heads.ts';
import { mark, readKey, splitPath, toHeldPrefix, toKeyPath } from './held-cell.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const prefix = toHeldPrefix(trigger);

const anyKey = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1024 }).filter((text) => text.length <= 1024),
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.toWellFormed()),
  fc.constantFrom('/', '//', '%', '%2F', '-', '..', '\u{1f511}', 'a'.repeat(1024), '\u0000'),
);

/** Stored in the order of its numbers. */
function held(n: number, size: number) {
  const event = { id: `${n}`, source: 's', type: 't', time: '2026-01-01T00:00:00Z', data: Buffer.alloc(size, n) };
  // several are of one millisecond
  return packEvent({ offset: `${n}`, address: arrived({}).address, event, storedAt: 1_000 + Math.floor(n / 4) });
}

const anyHead = fc.record({
  openedAt: fc.integer({ min: 0, max: 2_000 }),
  refused: fc.boolean(),
  held: fc.dictionary(
    fc.constantFrom('a', 'b-c', 'toString', '_'),
    fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 6 }),
    { minKeys: 1, noNullPrototype: true },
  ),
});

const anyHeads = fc.dictionary(
  anyKey.map((key) => toKeyPath({ keying: 'r', key })),
  anyHead,
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
);

describe('the heads of a trigger', () => {
  it('are the same when their cells are read, in whatever order those are', () => {
    fc.assert(
      fc.property(anyHeads, fc.func(fc.integer()), (heads, shuffle) => {
        const cells: [string, Json][] = [];
        const expected = new Map<string, Generation<Item>>();
        for (const [path, { openedAt, refused, held: all }] of Object.entries(heads)) {
          const items: Record<string, Item[]> = {};
          for (const [dependency, numbers] of Object.entries(all)) {
            const packed = [...numbers].sort((a, b) => a - b).map((n) => held(n, n % 3));
            items[dependency] = refused ? [] : packed.map((one) => ({ offset: one.offset, bytes: toRoom(one) }));
            const cell = `${prefix}${path}/${dependency}/`;
            if (refused) cells.push([`${cell}${mark}`, { openedAt }]);
            else
              for (const one of packed) cells.push([`${cell}${one.offset}`, { ...one, openedAt } as unknown as Json]);
          }
          expected.set(path, { openedAt, held: items, refused });
        }
        cells.push(['frontier', 'log:1'], ['held/ci/deploy/announce2/-//a/1', { openedAt: 1 }]);
        const shuffled = new Map(cells.sort(([a], [b]) => shuffle(a) - shuffle(b)));
        const read = readHeads(shuffled, trigger);
        expect(Object.fromEntries(read)).toStrictEqual(Object.fromEntries(expected));
        const opened = [...read.values()].map(({ openedAt }) => openedAt);
        expect(opened).toStrictEqual([...opened].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a key', () => {
  const keyOf = (answer: unknown) =>
    toKey((() => answer) as never, { at: 'correlate.by.push', event: arrived({}).event });

  it('stands in the name of a cell, whatever is in it', () => {
    fc.assert(
      fc.property(anyKey, fc.constantFrom('-', 'keys-1a2b'), fc.constantFrom('17', '3/17'), (text, keying, offset) => {
        const { key } = keyOf(text) as { key: string };
        const path = toKeyPath({ keying, key });
        expect(readKey(path)).toBe(key);
        expect(splitPath(`${path}/push/${offset}`)).toStrictEqual({ path, dependency: 'push', offset });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is a text, or a number as it is written', () => {
    expect([keyOf('a'), keyOf(17), keyOf(-0), keyOf(1e21)]).toStrictEqual([
      { key: 'a' },
      { key: '17' },
      { key: '0' },
      { key: '1e+21' },
    ]);
  });

  it.each([
    ['nothing', undefined, 'it answered undefined, not a text or a number'],
    ['an empty text', '', 'it answered an empty text, not a text or a number'],
    ['no number', Number.NaN, 'it answered NaN, not a text or a number'],
    ['half a character', 'lone\ud800', 'it answered a text that is no Unicode'],
    ['an object', { a: 1 }, 'it answered an object, not a text or a number'],
    ['a boolean', true, 'it answered true, not a text or a number'],
    ['a very long text', 'x'.repeat(1025), 'it answered a text of 1025 characters; a key has at most 1024'],
  ])('is not %s', (_, answer, problem) => {
    expect(keyOf(answer)).toStrictEqual({ key: undefined, problem: `correlate.by.push: ${problem}` });
  });
});
