import type { Json } from '../../model/json.ts';
import { Careful } from './careful.ts';

const takeTurn = (run: () => Promise<void>) => run();

function setUp(deathsWithoutProgress: number, trying?: Json) {
  const cells = new Map<string, Json>();
  if (trying !== undefined) cells.set('trying', trying);
  const log: unknown[] = [];
  const store = async (stored: Json | undefined) => void log.push(stored);
  return { log, careful: new Careful({ cells, deathsWithoutProgress, mayAct: () => true, takeTurn, store }), cells };
}

describe('a careful partition', () => {
  it('takes one input at a time, named in the journal while it is under way', async () => {
    const { careful, log } = setUp(3);
    await Promise.all([
      careful.alone('t/1', () => void log.push('one')),
      careful.alone('t/2', () => void log.push('two')),
    ]);
    expect(log).toStrictEqual([
      { input: 't/1', deaths: 3, alone: 0 },
      'one',
      undefined,
      { input: 't/2', deaths: 3, alone: 0 },
      'two',
      undefined,
    ]);
  });

  it('condemns an input over which the worker died three times while it was alone', () => {
    expect(setUp(0, { input: 't/1', deaths: 4, alone: 1 }).careful.verdict('t/1')).toBeUndefined();
    const { careful } = setUp(0, { input: 't/1', deaths: 5, alone: 2 });
    expect([careful.verdict('t/1'), careful.verdict('t/2')]).toStrictEqual(['killed its worker 6 times', undefined]);
  });

  it('remembers the deaths of an input that it tries again', async () => {
    const { careful, log } = setUp(0, { input: 't/1', deaths: 3, alone: 0 });
    await careful.alone('t/1', () => {});
    expect(log[0]).toStrictEqual({ input: 't/1', deaths: 4, alone: 1 });
  });

  it('goes on after an input that fails', async () => {
    const { careful, log } = setUp(3);
    const failing = careful.alone('t/1', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await careful.alone('t/2', () => void log.push('two'));
    expect(log).toContain('two');
  });

  it('blames no input for what happens once the worker is told to end', async () => {
    const { careful, log } = setUp(3);
    const turn = careful.alone('t/1', async () => careful.leave());
    await turn;
    expect(log).toStrictEqual([{ input: 't/1', deaths: 3, alone: 0 }, undefined, undefined]);
  });

  it('is idle once nothing waits for its turn', async () => {
    const { careful } = setUp(3);
    const turn = careful.alone('t/1', () => {});
    expect(careful.idle).toBe(false);
    await turn;
    expect(careful.idle).toBe(true);
  });

  it('suspects no input before anything may act', async () => {
    const cells = new Map<string, Json>();
    const log: unknown[] = [];
    const allowed = Promise.withResolvers<void>();
    const store = async (stored: Json | undefined) => void log.push(stored);
    const careful = new Careful({ cells, deathsWithoutProgress: 3, mayAct: () => allowed.promise, takeTurn, store });
    const turn = careful.alone('t/1', () => {});
    await Promise.resolve();
    expect(log).toStrictEqual([]);
    allowed.resolve();
    await turn;
    expect(log).toHaveLength(2);
  });

  it('is due after three deaths without progress, or where an input was being tried', () => {
    const cells = new Map<string, Json>();
    expect([2, 3].map((deathsWithoutProgress) => Careful.isDue({ cells, deathsWithoutProgress }))).toStrictEqual([
      false,
      true,
    ]);
    cells.set('trying', {});
    expect(Careful.isDue({ cells, deathsWithoutProgress: 0 })).toBe(true);
  });
});
