import type { Json } from '../../model/json.ts';
import { Careful } from './careful.ts';

const takeTurn = (run: () => Promise<void>) => run();

const trigger = { namespace: 'n', sensor: 's', trigger: 't' };

function take(careful: Careful, offset: string, run: () => void | Promise<void>) {
  const condemn = (reason: string) => expect(reason).toBeUndefined();
  return careful.take({ trigger, offset }, { run, condemn });
}

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
    await Promise.all([take(careful, '1', () => void log.push('one')), take(careful, '2', () => void log.push('two'))]);
    expect(log).toStrictEqual([
      { input: 'n/s/t/1', deaths: 3, alone: 0 },
      'one',
      undefined,
      { input: 'n/s/t/2', deaths: 3, alone: 0 },
      'two',
      undefined,
    ]);
  });

  it('condemns an input over which the worker died three times while it was alone', async () => {
    const takeAll = async (alone: number) => {
      const { careful } = setUp(0, { input: 'n/s/t/1', deaths: 3 + alone, alone });
      const fates: string[] = [];
      for (const offset of ['1', '2']) {
        const run = () => void fates.push(`${offset} runs`);
        await careful.take({ trigger, offset }, { run, condemn: (reason) => void fates.push(`${offset} ${reason}`) });
      }
      return fates;
    };
    expect(await takeAll(1)).toStrictEqual(['1 runs', '2 runs']);
    expect(await takeAll(2)).toStrictEqual(['1 killed its worker 6 times', '2 runs']);
  });

  it('remembers the deaths of an input that it tries again', async () => {
    const { careful, log } = setUp(0, { input: 'n/s/t/1', deaths: 3, alone: 0 });
    await take(careful, '1', () => {});
    expect(log[0]).toStrictEqual({ input: 'n/s/t/1', deaths: 4, alone: 1 });
  });

  it('goes on after an input that fails', async () => {
    const { careful, log } = setUp(3);
    const failing = take(careful, '1', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await take(careful, '2', () => void log.push('two'));
    expect(log).toContain('two');
  });

  it('blames no input for what happens once the worker is told to end', async () => {
    const { careful, log } = setUp(3);
    const turn = take(careful, '1', async () => careful.leave());
    await turn;
    expect(log).toStrictEqual([{ input: 'n/s/t/1', deaths: 3, alone: 0 }, undefined, undefined]);
  });

  it('is idle once nothing waits for its turn', async () => {
    const { careful } = setUp(3);
    const turn = take(careful, '1', () => {});
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
    const turn = take(careful, '1', () => {});
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
