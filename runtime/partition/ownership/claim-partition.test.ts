import { lostReply, notStored } from '../../event-bus/memory/fault.ts';
import { defaultTiming } from '../timing.ts';
import { JournalUnreadableError, OwnershipLostError } from './error.ts';
import { outcome, partition, put, Scene } from './testing/scene.ts';

describe.each(['checked', 'read-back'] as const)('an owner where appends are %s', (appends) => {
  it('finds what the one before it committed', async () => {
    await using scene = new Scene(appends);
    const first = await scene.claim('first');
    await first.commit(put('a', 1));
    await first.commit(put('b', 2));
    await first.commit(new Map([['a', undefined]]));
    await first.release();
    const second = await scene.claim('second');
    expect({ epoch: second.epoch, cells: new Map(second.cells) }).toStrictEqual({ epoch: 2, cells: put('b', 2) });
  });

  it('stores what is committed in one turn in one record', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    await Promise.all([owned.commit(put('a', 1)), owned.commit(put('b', 1)), owned.commit(put('a', 2))]);
    const { n, cells } = await scene.fold();
    expect({ n, cells: new Map(cells) }).toStrictEqual({ n: 1, cells: new Map([...put('a', 2), ...put('b', 1)]) });
  });

  it.each([
    ['was stored, with the answer lost', lostReply],
    ['was not stored', notStored],
  ])('tries a record again that %s, and counts it once', async (_, fault) => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    scene.fail('only', fault, fault);
    const committed = owned.commit(put('a', 1));
    await scene.clock.advance(500);
    expect(await outcome(scene, committed)).toBeUndefined();
    const { n, cells } = await scene.fold();
    expect({ n, cells: new Map(cells) }).toStrictEqual({ n: 1, cells: put('a', 1) });
  });

  it('looks up a record that has no answer', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    scene.fail('only', { after: () => new Promise(() => {}) });
    const committed = owned.commit(put('a', 1));
    await scene.clock.advance(defaultTiming.settleMs);
    expect(await outcome(scene, committed)).toBeUndefined();
  });

  it('waits out an outage of the bus', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    scene.store.stop();
    const committed = owned.commit(put('a', 1));
    await scene.clock.advance(60_000);
    expect(await outcome(scene, committed)).toBe('pending');
    scene.store.start();
    await scene.clock.advance(5_000);
    expect(await outcome(scene, committed)).toBeUndefined();
  });

  it('reads nothing where nobody wants it any more', async () => {
    await using scene = new Scene(appends);
    let read = 0;
    const journal = {
      ...(await scene.journal('late')),
      read: async function* () {
        read++;
        yield* [];
      },
    };
    const unwanted = AbortSignal.abort(new OwnershipLostError('it is placed elsewhere'));
    await expect(scene.claim('late', { journal, unwanted })).rejects.toThrow(OwnershipLostError);
    await scene.clock.advance(60_000);
    expect(read).toBe(0);
  });

  it('learns that another owns its partition, with what was not confirmed rejected', async () => {
    await using scene = new Scene(appends);
    const first = await scene.claim('first');
    await scene.claim('second');
    await scene.settle();
    expect(first.lost.reason).toBeInstanceOf(OwnershipLostError);
    expect(await outcome(scene, first.commit(put('a', 1)))).toBeInstanceOf(OwnershipLostError);
    expect(await outcome(scene, first.mayAct())).toBeInstanceOf(OwnershipLostError);
    expect(await outcome(scene, first.release())).toBeInstanceOf(OwnershipLostError);
  });

  it('may act at once where nobody was before it, or the one before it has released', async () => {
    await using scene = new Scene(appends);
    const first = await scene.claim('first');
    expect(first.mayAct()).toBe(true);
    await first.release();
    expect((await scene.claim('second')).mayAct()).toBe(true);
  });

  it('waits before it acts where the one before it has not released', async () => {
    await using scene = new Scene(appends);
    await scene.claim('first');
    const second = await scene.claim('second');
    const may = second.mayAct();
    await scene.clock.advance(defaultTiming.successorWaitMs - 1);
    expect(await outcome(scene, may)).toBe('pending');
    await scene.clock.advance(1);
    expect(await outcome(scene, may)).toBeUndefined();
    expect(second.mayAct()).toBe(true);
  });

  it('waits on account of an owner whose successor released before its own wait was over', async () => {
    await using scene = new Scene(appends);
    await scene.claim('first');
    await (await scene.claim('second')).release();
    const third = await scene.claim('third');
    const may = third.mayAct();
    await scene.clock.advance(defaultTiming.successorWaitMs - 1);
    expect(await outcome(scene, may)).toBe('pending');
  });

  it('asks the journal before it acts once its last record is a while ago', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    await scene.clock.advance(defaultTiming.actWithinMs - 1);
    expect(owned.mayAct()).toBe(true);
    await scene.clock.advance(1);
    expect(await outcome(scene, owned.mayAct())).toBeUndefined();
    expect(owned.mayAct()).toBe(true);
    expect((await scene.fold()).n).toBe(1);
  });

  it('may act for as long after a record was sent, not after it was confirmed', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    scene.fail('only', { after: () => new Promise(() => {}) });
    const committed = owned.commit(put('a', 1));
    await scene.clock.advance(defaultTiming.settleMs);
    expect(await outcome(scene, committed)).toBeUndefined();
    await scene.clock.advance(defaultTiming.actWithinMs - defaultTiming.settleMs - 1);
    expect(owned.mayAct()).toBe(true);
    await scene.clock.advance(1);
    expect(await outcome(scene, owned.mayAct())).toBeUndefined();
    expect((await scene.fold()).n).toBe(2);
  });

  it('writes nothing while it is idle', async () => {
    await using scene = new Scene(appends);
    await scene.claim('only');
    await scene.clock.advance(600_000);
    expect(scene.store.journal(partition).last).toBe(1);
  });

  it('is told how many died before it without a commit', async () => {
    await using scene = new Scene(appends);
    const deaths: number[] = [];
    for (const owner of ['a', 'b', 'c', 'd']) {
      const owned = await scene.claim(owner);
      deaths.push(owned.deathsWithoutProgress);
      if (owner === 'c') await owned.commit(put('x', 1));
    }
    expect(deaths).toStrictEqual([0, 1, 2, 0]);
  });

  it('stores a record in parts that is larger than an entry', async () => {
    await using scene = new Scene(appends, 512);
    const owned = await scene.claim('only');
    await owned.commit(put('long', 'ä'.repeat(2_000)));
    expect(scene.store.journal(partition).last).toBeGreaterThan(8);
    const next = await scene.claim('next');
    expect(new Map(next.cells)).toStrictEqual(put('long', 'ä'.repeat(2_000)));
  });

  it('writes a record anew where something came between its parts', async () => {
    await using scene = new Scene(appends, 512);
    const owned = await scene.claim('only');
    scene.fail('only', undefined, { after: () => scene.spoil() });
    const committed = owned.commit(put('long', 'x'.repeat(2_000)));
    await scene.clock.advance(10 * defaultTiming.settleMs);
    expect(await outcome(scene, committed)).toBeUndefined();
    expect(new Map((await scene.claim('next')).cells)).toStrictEqual(put('long', 'x'.repeat(2_000)));
  });

  it('does not claim a journal that it cannot read, and says what is wrong', async () => {
    await using scene = new Scene(appends);
    await (await scene.journal('junk')).append(Buffer.from('not a record'), undefined);
    await expect(scene.claim('only')).rejects.toThrow(
      new JournalUnreadableError(
        `the state of the partition is not known: the entry at ${scene.store.journal(partition).position(1)} cannot be read: it has no head`,
      ),
    );
  });

  it('mends a journal that somebody else spoilt', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    await owned.commit(put('a', 1));
    await scene.spoil();
    await scene.settle();
    expect(owned.lost.aborted).toBe(false);
    expect(new Map((await scene.claim('next')).cells)).toStrictEqual(put('a', 1));
  });

  it('is not claimed while the owner is at work, until it releases', async () => {
    await using scene = new Scene(appends);
    const first = await scene.claim('first');
    const claim = scene.claim('second', { isLive: () => true });
    await scene.clock.advance(10_000);
    expect(first.lost.aborted).toBe(false);
    await first.release();
    const second = await claim;
    expect(second.epoch).toBe(2);
    expect(second.mayAct()).toBe(true);
  });

  it('is claimed from an owner that does not release in time, or turns out dead', async () => {
    await using scene = new Scene(appends);
    await scene.claim('first');
    const late = scene.claim('second', { isLive: () => true });
    await scene.clock.advance(defaultTiming.handOverMs);
    expect((await late).epoch).toBe(2);
    let live = true;
    const dead = scene.claim('third', { isLive: () => live });
    await scene.clock.advance(1_000);
    live = false;
    await scene.clock.advance(defaultTiming.retryMs);
    expect((await dead).epoch).toBe(3);
  });

  it('gives up without a trace when told to', async () => {
    await using scene = new Scene(appends);
    const given = new AbortController();
    const owned = await scene.claim('only', { signal: given.signal });
    given.abort();
    expect(owned.lost.aborted).toBe(true);
    expect(await outcome(scene, owned.commit(put('a', 1)))).toBeInstanceOf(OwnershipLostError);
    expect((await scene.fold()).released).toBe(false);
    await expect(scene.claim('only', { signal: given.signal })).rejects.toThrow(OwnershipLostError);
  });

  it('stores what was committed before it releases, and takes nothing after', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    const committed = owned.commit(put('a', 1));
    const released = owned.release();
    expect(await outcome(scene, owned.commit(put('b', 1)))).toBeInstanceOf(OwnershipLostError);
    await Promise.all([committed, released]);
    const { cells, released: isReleased } = await scene.fold();
    expect({ cells: new Map(cells), isReleased }).toStrictEqual({ cells: put('a', 1), isReleased: true });
    expect(owned.lost.aborted).toBe(false);
  });

  it('is one of two that claim at the same time', async () => {
    await using scene = new Scene(appends);
    const claims = await Promise.allSettled([scene.claim('first'), scene.claim('second')]);
    await scene.settle();
    const owners = claims.flatMap((claim) =>
      claim.status === 'fulfilled' && !claim.value.lost.aborted ? [claim.value] : [],
    );
    expect(owners).toHaveLength(1);
  });
});
