import { range, World } from '../partition/scenario/world.ts';
import { createLog } from '../support/log.ts';
import { throttleLog } from '../support/throttle-log.ts';
import { subjectOfLine } from './subject-of-line.ts';

/** A world, and the lines that the log of a replica there writes, as that of a worker's process does. */
function setUp() {
  const world = new World();
  const lines: { readonly message: string; readonly leftOut?: number }[] = [];
  const log = createLog((line) => lines.push(JSON.parse(line)), 'warn');
  return { world, lines, log: throttleLog(log, { clock: world.clock, subjectOf: subjectOfLine }) };
}

describe('the log of a worker', () => {
  it('has one line in 10 s about a bus that is away, for all its partitions', async () => {
    const { world, lines, log } = setUp();
    await using _ = world;
    const a = world.replica('a', { log });
    await world.place(a);
    world.store.stop();
    await world.publish(...range(0, 1)).catch(() => {});
    a.partitions.place([]);
    a.partitions.place([0, 1, 2, 3]);
    await world.clock.advance(60_000);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(7);
    world.store.start();
  });

  it('has one line in 10 s about a trigger whose dead letters cannot be stored, which counts the others', async () => {
    const { world, lines, log } = setUp();
    await using _ = world;
    const a = world.replica('a', { log, target: () => ({ kind: 'failed', reason: 'no' }) });
    await world.place(a);
    const { faults } = world.store;
    const refuse = { before: () => Promise.reject(new Error('full')) };
    world.store.faults = (operation) => (operation.on.startsWith('ew.d.') ? refuse : faults?.(operation));
    await world.publish(...range(0, 50));
    await world.clock.advance(29_000);
    expect(lines.map(({ message }) => message)).toStrictEqual(
      range(0, 3).map(() => 'a dead letter cannot be stored; its event waits'),
    );
    expect(lines.map(({ leftOut = 0 }) => leftOut > 40)).toStrictEqual([false, true, true]);
    world.store.faults = faults;
  });
});
