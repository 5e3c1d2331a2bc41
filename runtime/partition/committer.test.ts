import type { Json } from '../../model/json.ts';
import { ManualClock } from '../support/testing/manual-clock.ts';
import { Committer } from './committer.ts';

function setUp(cells: Readonly<Record<string, Json>> = {}) {
  const clock = new ManualClock();
  const records: [number, object][] = [];
  let answer = async () => {};
  const failures: unknown[] = [];
  const committer = new Committer({
    clock,
    cells: new Map(Object.entries(cells)),
    commit: (changes: ReadonlyMap<string, Json | undefined>) => {
      records.push([clock.now(), Object.fromEntries(changes)]);
      return answer();
    },
    collect: (changes) => changes.set('lane', records.length),
    failed: (error) => failures.push(error),
  });
  const answerWith = (next: () => Promise<void>) => {
    answer = next;
  };
  return { clock, records, committer, failures, answerWith };
}

describe('a committer', () => {
  it('stores what changes within 50 ms in one record', async () => {
    const { clock, records, committer } = setUp();
    committer.put('a', 1);
    await clock.advance(30);
    committer.put('b', 2);
    committer.put('a', undefined);
    await clock.advance(100);
    expect(records).toStrictEqual([[50, { b: 2, lane: 0 }]]);
  });

  it('deletes what is stored, or is about to be, and tells of it as if it were', async () => {
    const { clock, records, committer, answerWith } = setUp({ old: 0 });
    const stored = Promise.withResolvers<void>();
    answerWith(() => stored.promise);
    committer.put('new', 1);
    await clock.advance(50);
    const told = [committer.get('old'), committer.get('new')];
    committer.put('old', undefined);
    committer.put('new', undefined);
    expect([told, committer.get('old'), committer.get('new')]).toStrictEqual([[0, 1], undefined, undefined]);
    stored.resolve();
    await clock.advance(100);
    expect(records.map(([, changes]) => changes)).toStrictEqual([
      { new: 1, lane: 0 },
      { old: undefined, new: undefined, lane: 1 },
    ]);
  });

  it('is quick where something waits for it, and tells it once all that was put before is stored', async () => {
    const { clock, records, committer } = setUp();
    const heard: number[] = [];
    committer.put('a', 1);
    await clock.advance(20);
    committer.put('b', 2);
    committer.whenStored(() => heard.push(clock.now()));
    await clock.advance(100);
    expect([records, heard]).toStrictEqual([[[25, { a: 1, b: 2, lane: 0 }]], [25]]);
  });

  it('stores what changes in one turn in one record, however much has changed', async () => {
    const { clock, records, committer } = setUp();
    for (let n = 0; n < 255; n++) committer.touch();
    committer.put('a', 1);
    committer.put('b', 2);
    await clock.advance(100);
    expect(records).toStrictEqual([[0, { a: 1, b: 2, lane: 0 }]]);
  });

  it('waits no longer where many things changed', async () => {
    const { clock, records, committer } = setUp();
    for (let n = 0; n < 256; n++) committer.touch();
    await clock.advance(0);
    expect(records).toHaveLength(1);
  });

  it('stores one record at a time, and what changed meanwhile in the next', async () => {
    const { clock, records, committer, answerWith } = setUp();
    const stored = Promise.withResolvers<void>();
    answerWith(() => stored.promise);
    committer.put('a', 1);
    await clock.advance(50);
    committer.put('b', 2);
    await clock.advance(500);
    expect(records).toHaveLength(1);
    stored.resolve();
    await clock.advance(50);
    expect(records).toStrictEqual([
      [50, { a: 1, lane: 0 }],
      [600, { b: 2, lane: 1 }],
    ]);
  });

  it('tells how many changes no record holds yet', async () => {
    const { clock, committer, answerWith } = setUp();
    const stored = Promise.withResolvers<void>();
    answerWith(() => stored.promise);
    const sizes = [committer.size];
    committer.put('a', 1);
    sizes.push(committer.size);
    await clock.advance(50);
    committer.put('b', 2);
    // with the cell that was collected
    sizes.push(committer.size);
    stored.resolve();
    await clock.advance(0);
    sizes.push(committer.size);
    await clock.advance(100);
    expect([...sizes, committer.size]).toStrictEqual([0, 1, 3, 1, 0]);
  });

  it('says when a record cannot be stored', async () => {
    const { clock, committer, failures, answerWith } = setUp();
    answerWith(() => Promise.reject(new Error('lost')));
    committer.touch();
    await clock.advance(50);
    expect(failures).toStrictEqual([new Error('lost')]);
  });
});
