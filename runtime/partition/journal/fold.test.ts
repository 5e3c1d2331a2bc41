import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { toTexts } from './cells.ts';
import { Fold, type Verdict } from './fold.ts';
import { type Changes, encodeRecord, type RecordContent, type RecordHead } from './record.ts';

const noChanges: Changes = new Map();
const put = (key: string, value: Json) => new Map([[key, value]]);

/** A journal as owners write it who keep to the protocol. */
class Writer {
  readonly entries: Uint8Array[] = [];
  readonly cells = new Map<string, Json>();
  readonly #maxEntryBytes: number;
  #epoch = 0;
  #n = 0;
  #owner = '';
  #count = 0;
  #telling: { readonly keys: string[]; readonly step: number } | undefined;

  constructor(maxEntryBytes = 10_000) {
    this.#maxEntryBytes = maxEntryBytes;
  }

  claim(owner: string): this {
    const [prevEpoch, prevN] = [this.#epoch, this.#n];
    [this.#owner, this.#epoch, this.#n] = [owner, prevEpoch + 1, -1];
    this.#telling = undefined;
    return this.write({ kind: 'claim', prevEpoch, prevN });
  }

  commit(key: string, value: Json | undefined): this {
    if (value === undefined) this.cells.delete(key);
    else this.cells.set(key, value);
    return this.write({ kind: 'commit' }, new Map([[key, value]]));
  }

  base(strikes = 0): this {
    return this.write({ kind: 'base', step: 0, isLast: true, strikes }, this.cells);
  }

  /** A step of a base that tells two cells a step. */
  step(): this {
    this.#telling ??= { keys: [...this.cells.keys()], step: 0 };
    const { keys, step } = this.#telling;
    const told = keys.splice(0, 2).flatMap((key) => (this.cells.has(key) ? [[key, this.cells.get(key)] as const] : []));
    this.#telling = keys.length > 0 ? { keys, step: step + 1 } : undefined;
    return this.write({ kind: 'base', step, isLast: keys.length === 0, strikes: 0 }, new Map(told));
  }

  write(record: RecordContent, changes: Changes = noChanges): this {
    this.#n++;
    this.entries.push(...this.encode(record, changes));
    return this;
  }

  /** The parts of the next record. */
  encode(record: RecordContent, changes: Changes, other: Partial<RecordHead> = {}): readonly Uint8Array[] {
    const head = { id: `r${this.#count++}`, epoch: this.#epoch, owner: this.#owner, n: this.#n, ...record, ...other };
    return Array.from(encodeRecord(head as RecordHead, toTexts(changes), this.#maxEntryBytes), ({ bytes }) => bytes);
  }
}

function fold(entries: readonly Uint8Array[], from = 0): { fold: Fold; verdicts: string[] } {
  const folded = new Fold();
  const verdicts = entries.slice(from).map((bytes, i) => tell(folded.apply({ position: `${from + i + 1}`, bytes })));
  return { fold: folded, verdicts };
}

function tell(verdict: Verdict): string {
  return verdict.kind === 'skipped' ? verdict.reason : verdict.kind;
}

function summarize({ epoch, owner, n, released, unknown, cells }: Fold) {
  return { epoch, owner, n, released, unknown, cells: new Map(cells) };
}

describe('a fold', () => {
  it('counts the claim that opens an epoch, then what follows in turn', () => {
    const { entries } = new Writer().claim('a').commit('x', 1).write({ kind: 'heartbeat' }).claim('b').commit('x', 2);
    const { fold: folded, verdicts } = fold(entries);
    expect(verdicts).toStrictEqual(['counted', 'counted', 'counted', 'counted', 'counted']);
    expect(summarize(folded)).toStrictEqual({
      epoch: 2,
      owner: 'b',
      n: 1,
      released: false,
      unknown: undefined,
      cells: put('x', 2),
    });
  });

  it('passes over what is stale, a rival of the first claim, and what was counted before', () => {
    const writer = new Writer().claim('a').commit('x', 1);
    const late = writer.encode({ kind: 'commit' }, put('x', 'late'));
    writer.claim('b').commit('x', 2);
    const rival = writer.encode({ kind: 'claim', prevEpoch: 1, prevN: 1 }, noChanges, { owner: 'c', n: 0 });
    const { entries } = writer;
    const { fold: folded, verdicts } = fold([...entries, ...late, ...rival, entries[3] as Uint8Array]);
    expect(verdicts.slice(4)).toStrictEqual(['stale', 'rival', 'duplicate']);
    expect(folded.cells.get('x')).toBe(2);
  });

  it('does not count the parts of a record whose owner died before the last', () => {
    const writer = new Writer(400).claim('a').commit('x', 'old');
    const parts = new Writer(400)
      .claim('a')
      .commit('x', 'old')
      .write({ kind: 'commit' }, put('x', 'n'.repeat(900))).entries;
    const cut = fold([...writer.entries, ...parts.slice(2, -1), ...writer.claim('b').entries.slice(2)]);
    expect(cut.verdicts).toStrictEqual(['counted', 'counted', 'part', 'part', 'part', 'counted']);
    expect(summarize(cut.fold)).toMatchObject({ epoch: 2, cells: put('x', 'old'), unknown: undefined });
  });

  it('counts a record in parts once, whichever of them come twice', () => {
    const { entries } = new Writer(400).claim('a').write({ kind: 'commit' }, put('x', 'n'.repeat(900)));
    const twice = entries.flatMap((bytes) => [bytes, bytes]);
    expect(summarize(fold(twice).fold)).toStrictEqual(summarize(fold(entries).fold));
    expect(fold(twice).fold.cells.get('x')).toBe('n'.repeat(900));
  });

  it.each([
    ['a missing record', (all: Uint8Array[]) => all.toSpliced(2, 1), 'records before 3 of epoch 1 are missing'],
    ['a missing claim', (all: Uint8Array[]) => all.slice(1), 'the claim of epoch 1 is missing'],
    [
      'an entry that is no record',
      (all: Uint8Array[]) => all.with(2, Buffer.from('?')),
      'the entry at 3 cannot be read: it has no head',
    ],
  ])('does not know its cells behind %s, until a base tells them', (_, spoil, unknown) => {
    const writer = new Writer().claim('a').commit('x', 1).commit('y', 1).commit('x', 2);
    expect(fold(spoil(writer.entries)).fold.unknown).toContain(unknown);
    writer.base().commit('z', 1);
    const { fold: folded } = fold(spoil(writer.entries));
    expect(summarize(folded)).toMatchObject({ n: 5, unknown: undefined, cells: writer.cells });
  });

  it('knows its cells once all records of a base have come, and what was committed between them', () => {
    const writer = new Writer().claim('a');
    for (const key of 'abcdef') writer.commit(key, 1);
    const from = writer.entries.length;
    writer.step().commit('x', 2).commit('b', undefined).step();
    expect(fold(writer.entries, from).fold.unknown).toBe('the claim of epoch 1 is missing');
    writer.step();
    expect(summarize(fold(writer.entries, from).fold)).toMatchObject({ unknown: undefined, cells: writer.cells });
    expect(fold(writer.entries.toSpliced(from + 1, 1), from).fold.unknown).toBe('the claim of epoch 1 is missing');
  });

  it('forgets at the end of a base what was deleted while it knew nothing', () => {
    const writer = new Writer().claim('a').commit('x', 1).commit('y', 1).commit('z', 1).commit('x', undefined);
    writer.step().step();
    const { fold: folded } = fold(writer.entries.toSpliced(4, 1));
    expect(summarize(folded)).toMatchObject({ unknown: undefined, cells: writer.cells });
  });

  it('does not know its cells behind a claim that knew of more', () => {
    const { entries } = new Writer().claim('a').commit('x', 1).commit('x', 2).claim('b');
    const { fold: folded } = fold(entries.toSpliced(2, 1));
    expect(folded.unknown).toBe('records up to 2 of epoch 1 are missing');
  });

  it('knows its cells behind a claim that a record outran', () => {
    const writer = new Writer().claim('a').commit('x', 1);
    const claim = new Writer().claim('a').commit('x', 1).claim('b').entries.slice(2);
    const { fold: folded } = fold([...writer.commit('x', 2).entries, ...claim]);
    expect(summarize(folded)).toMatchObject({ epoch: 2, owner: 'b', unknown: undefined, cells: put('x', 2) });
  });

  it('tells what a new owner has to wait: all unless the former one released', () => {
    const writer = new Writer().claim('a');
    expect(fold(writer.entries).fold.waitMs).toBe(0);
    expect(fold(writer.claim('b').entries).fold.waitMs).toBeUndefined();
    expect(fold(writer.write({ kind: 'release', waitMs: 700 }).claim('c').entries).fold.waitMs).toBe(700);
  });

  it('counts the owners that died in a row without a commit, across a base that is trimmed to', () => {
    const writer = new Writer().claim('a').claim('b').claim('c').base(3).claim('d');
    expect(fold(writer.entries).fold.deathsWithoutProgress).toBe(3);
    expect(fold(writer.entries, 3).fold.deathsWithoutProgress).toBe(3);
    expect(fold(writer.commit('x', 1).claim('e').entries).fold.deathsWithoutProgress).toBe(0);
  });

  it('rejects a record of a newer version by name', () => {
    const { fold: folded } = fold([Buffer.from('{"v":2}\n')]);
    expect(folded.unknown).toBe('the entry at 1 cannot be read: it is of version 2, this runtime reads version 1');
  });
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), owner: fc.constantFrom('a', 'b', 'c') }),
  fc.record({
    kind: fc.constant('commit' as const),
    key: fc.constantFrom(...'abcdefg'),
    value: fc.option(fc.string({ maxLength: 300 }), { nil: undefined, freq: 2 }),
  }),
  fc.record({
    kind: fc.constantFrom('step' as const, 'step' as const, 'base' as const, 'heartbeat' as const, 'release' as const),
  }),
);

function write(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): Writer {
  const writer = new Writer(260).claim('a');
  let released = false;
  for (const { kind, ...of } of steps) {
    if (kind !== 'claim' && released) continue;
    released = kind === 'release';
    if ('owner' in of) writer.claim(of.owner);
    else if ('key' in of) writer.commit(of.key, of.value);
    else if (kind === 'base') writer.base();
    else if (kind === 'step') writer.step();
    else writer.write(kind === 'release' ? { kind, waitMs: 0 } : { kind: 'heartbeat' });
  }
  return writer;
}

const history = fc.array(step, { maxLength: 40 }).map(write);

describe('whatever comes into a journal', () => {
  it('late copies and late rivals change nothing', () => {
    const late = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(history, late, ({ entries, cells }, copies) => {
        const noisy = entries.map((bytes) => [bytes]);
        for (const [from, behind, asRival] of copies) {
          const source = from % entries.length;
          const target = source + (behind % (entries.length - source));
          const bytes = entries[source] as Uint8Array;
          noisy[target]?.push(asRival ? toRival(bytes) : bytes);
        }
        expect(summarize(fold(noisy.flat()).fold)).toStrictEqual(summarize(fold(entries).fold));
        expect(new Map(fold(entries).fold.cells)).toStrictEqual(cells);
      }),
    );
  });

  it('what is trimmed to a base tells the same', () => {
    fc.assert(
      fc.property(history, ({ entries }) => {
        const { fold: whole } = fold(entries);
        expect(summarize(fold(entries, Number(whole.base?.before ?? 0)).fold)).toStrictEqual(summarize(whole));
      }),
    );
  });

  it('what is missing is never taken for the state', () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), fc.nat({ max: 5 }), ({ entries, cells }, at, start, count) => {
        const from = at % entries.length;
        const left = entries.toSpliced(from, count);
        const { fold: folded } = fold(left, start % 2 === 0 ? 0 : start % Math.max(1, left.length));
        const isTail = from + count >= entries.length;
        if (folded.unknown === undefined && !isTail) expect(new Map(folded.cells)).toStrictEqual(cells);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The same claim by somebody else; anything else stays what it is, for only claims have rivals. */
function toRival(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString();
  return text.includes('"kind":"claim"') ? Buffer.from(text.replace(/"owner":"\w"/, '"owner":"rival"')) : bytes;
}
