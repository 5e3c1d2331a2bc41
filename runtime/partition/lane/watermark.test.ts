import { type Taken, Watermark } from './watermark.ts';

const take = (watermark: Watermark<Taken>, n: number): Taken => {
  const item = { offset: `o${n}`, before: `p${n}`, finished: false };
  watermark.add(item);
  return item;
};

describe('a watermark', () => {
  it('stands before the oldest that is unfinished', () => {
    const watermark = new Watermark<Taken>();
    const [first, second] = [take(watermark, 1), take(watermark, 2), take(watermark, 3)];
    watermark.finish(second);
    expect([watermark.oldest?.before, watermark.done(), watermark.heldUp]).toStrictEqual(['p1', ['o2'], 1]);
    watermark.finish(first);
    expect([watermark.oldest?.before, watermark.done(), watermark.unfinished]).toStrictEqual(['p3', [], 1]);
  });

  it('remembers what was finished at once only behind something unfinished', () => {
    const watermark = new Watermark<Taken>();
    watermark.addFinished('o1', 'p1');
    const second = take(watermark, 2);
    watermark.addFinished('o3', 'p3');
    expect(watermark.done()).toStrictEqual(['o3']);
    watermark.finish(second);
    expect([watermark.oldest, watermark.done()]).toStrictEqual([undefined, []]);
  });

  it('counts a thing that is finished twice once', () => {
    const watermark = new Watermark<Taken>();
    const first = take(watermark, 1);
    take(watermark, 2);
    watermark.finish(first);
    watermark.finish(first);
    expect(watermark.unfinished).toBe(1);
  });

  it('keeps its order over thousands of items', () => {
    const watermark = new Watermark<Taken>();
    const items = Array.from({ length: 5000 }, (_, n) => take(watermark, n));
    for (const item of items.slice(0, 4000)) watermark.finish(item);
    expect([watermark.oldest?.offset, watermark.unfinished]).toStrictEqual(['o4000', 1000]);
  });

  it('keeps what is unfinished when the log is read anew', () => {
    const watermark = new Watermark<Taken>();
    take(watermark, 7);
    watermark.moveTo('p0');
    expect(watermark.oldest?.before).toBe('p0');
  });
});
