import { setImmediate } from 'node:timers/promises';
import { Turns } from './turns.ts';

describe('turns', () => {
  it('come one after another, whether or not one fails', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const first = turns.take(async () => {
      log.push('first begins');
      await setImmediate();
      log.push('first ends');
      throw new Error('no');
    });
    const second = turns.take(async () => void log.push('second'));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(log).toStrictEqual(['first begins', 'first ends', 'second']);
  });

  it('are forfeited by who is gone, no earlier than they have come', async () => {
    const turns = new Turns();
    const [first, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const log: string[] = [];
    turns.take(() => first.promise);
    turns.take(() => new Promise(() => log.push('gone')), gone.promise);
    const third = turns.take(async () => void log.push('third'));
    gone.resolve();
    await setImmediate();
    expect(log).toStrictEqual([]);
    first.resolve();
    await third;
    expect(log).toStrictEqual(['gone', 'third']);
  });
});
