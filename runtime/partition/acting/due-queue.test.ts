import { ManualClock } from '../../support/testing/manual-clock.ts';
import { DueQueue } from './due-queue.ts';

describe('a queue of what is due', () => {
  it('hands each out at its time, in the order of times', async () => {
    const clock = new ManualClock();
    const out: string[] = [];
    using queue = new DueQueue<number>(clock, (item) => out.push(`${item} at ${clock.now()}`));
    for (const at of [50, 20, 90, 10, 70, 30]) queue.add(at, at);
    await clock.advance(60);
    expect(out).toStrictEqual(['10 at 10', '20 at 20', '30 at 30', '50 at 50']);
    queue.add(65, 65);
    await clock.advance(60);
    expect(out.slice(4)).toStrictEqual(['65 at 65', '70 at 70', '90 at 90']);
  });

  it('hands out nothing that was taken back', async () => {
    const clock = new ManualClock();
    const out: number[] = [];
    using queue = new DueQueue<number>(clock, (item) => out.push(item));
    for (const at of [1, 2, 3, 4]) queue.add(at, at);
    expect(queue.take((item) => item % 2 === 0)).toStrictEqual([2, 4]);
    await clock.advance(10);
    expect(out).toStrictEqual([1, 3]);
  });

  it('hands out nothing once it is disposed', async () => {
    const clock = new ManualClock();
    const out: number[] = [];
    const queue = new DueQueue<number>(clock, (item) => out.push(item));
    queue.add(1, 1);
    queue[Symbol.dispose]();
    await clock.advance(10);
    expect(out).toStrictEqual([]);
  });
});
