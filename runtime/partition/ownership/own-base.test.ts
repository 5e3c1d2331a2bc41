import { manyCells, partition, put, Scene, sorted } from './testing/scene.ts';

describe.each(['checked', 'read-back'] as const)('an owner that writes bases where appends are %s', (appends) => {
  it('says up to where its journal may be trimmed, and another finds everything behind that', async () => {
    await using scene = new Scene(appends, 4_096);
    const owned = await scene.claim('only');
    expect(scene.trimmable()).toBeUndefined();
    for (let i = 0; i < 100; i++) await owned.commit(put(`k${i % 7}`, `${i}`.repeat(400)));
    await scene.settle();
    const before = scene.trimmable();
    expect(before).toBeDefined();
    scene.store.trim({ journal: partition }, before as string);
    expect(scene.store.journal(partition).bytes).toBeLessThan(80_000);
    const next = await scene.claim('next');
    expect(new Map(next.cells)).toStrictEqual(new Map(owned.cells));
    expect(next.deathsWithoutProgress).toBe(0);
  });

  it('stores what is committed while it writes a base, between its shares', async () => {
    await using scene = new Scene(appends, 2_048);
    const owned = await scene.claim('only');
    await owned.commit(manyCells);
    owned.compact();
    await owned.commit(put('k3', 'new'));
    await owned.commit(new Map([['k97', undefined]]));
    expect(scene.trimmable()).toBeUndefined();
    await scene.trim();
    const expected = new Map([...manyCells, ['k3', 'new']]);
    expected.delete('k97');
    expect(sorted((await scene.claim('next')).cells)).toStrictEqual(sorted(expected));
  });

  it('may act while it writes a base, though appends are slow', async () => {
    await using scene = new Scene(appends, 2_048);
    const owned = await scene.claim('only');
    await owned.commit(manyCells);
    scene.store.faults = ({ kind }) =>
      kind === 'append' ? { before: () => new Promise((resolve) => scene.clock.schedule(1_000, resolve)) } : undefined;
    owned.compact();
    for (let second = 0; second < 20; second++) {
      await scene.clock.advance(1_000);
      expect(owned.mayAct()).toBe(true);
    }
    expect(scene.trimmable()).toBeUndefined();
  });

  it('releases before a base is complete, and the next writes another', async () => {
    await using scene = new Scene(appends, 2_048);
    const first = await scene.claim('first');
    await first.commit(manyCells);
    first.compact();
    await first.commit(put('k3', 'new'));
    await first.release();
    expect(scene.trimmable()).toBeUndefined();
    const second = await scene.claim('second');
    second.compact();
    await scene.trim();
    const expected = new Map([...manyCells, ['k3', 'new']]);
    expect(sorted((await scene.claim('third')).cells)).toStrictEqual(sorted(expected));
  });

  it('tells a base anew where something came between its shares', async () => {
    await using scene = new Scene(appends, 2_048);
    const owned = await scene.claim('only');
    await owned.commit(manyCells);
    owned.compact();
    await owned.commit(put('k3', 'new'));
    await scene.spoil();
    await scene.trim();
    const expected = new Map([...manyCells, ['k3', 'new']]);
    expect(sorted((await scene.claim('next')).cells)).toStrictEqual(sorted(expected));
  });

  it('keeps its journal within a bound, however much it commits', async () => {
    await using scene = new Scene(appends);
    const owned = await scene.claim('only');
    let most = 0;
    for (let i = 0; i < 3_000; i++) {
      await owned.commit(put('k', 'x'.repeat(100)));
      const before = scene.trimmable();
      if (before !== undefined) scene.store.trim({ journal: partition }, before);
      most = Math.max(most, scene.store.journal(partition).bytes);
    }
    expect(most).toBeLessThan(70_000);
  });
});
