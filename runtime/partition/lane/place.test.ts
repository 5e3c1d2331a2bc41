import { covers, earliest } from '../../event-bus/memory/position.ts';
import { Place } from './place.ts';

const at = (sequence: number) => `log:${sequence}`;
const message = (sequence: number) => ({ offset: `${sequence}`, position: at(sequence) });
const place = (sequence: number) => new Place({ covers, earliest }, at(sequence));

describe('the place of a lane', () => {
  it('moves with its reader', () => {
    const lane = place(3);
    const reader = { position: at(3), atEnd: false, storedAt: 0, refresh() {} };
    lane.follow(reader);
    lane.took(message(4));
    expect(lane.position).toBe(at(4));
    reader.position = at(9);
    expect(lane.position).toBe(at(9));
    lane.unfollow();
    reader.position = at(12);
    expect(lane.position).toBe(at(9));
  });

  it('stays where it is while its reader comes from behind, and knows what it has seen', () => {
    const lane = place(7);
    const reader = { position: at(2), atEnd: false, storedAt: 0, refresh() {} };
    lane.follow(reader);
    expect([lane.knows('5'), lane.knows('7'), lane.knows('8'), lane.position]).toStrictEqual([
      true,
      true,
      false,
      at(7),
    ]);
    reader.position = at(8);
    expect([lane.ahead, lane.position]).toStrictEqual([false, at(8)]);
  });

  it('lies behind what it took, though its reader has not moved yet', () => {
    const lane = place(3);
    const slow = { position: at(3), atEnd: false, storedAt: 0, refresh() {} };
    lane.follow(slow);
    lane.took(message(4));
    lane.unfollow();
    const reader = { position: at(1), atEnd: false, storedAt: 0, refresh() {} };
    lane.follow(reader);
    expect([lane.knows('4'), lane.knows('5')]).toStrictEqual([true, false]);
  });

  it('knows what it took beyond its own position, where a log has several parts', () => {
    // a position is the pair of how far two parts are read
    const parts = (position: string) => position.split('/').map(Number) as [number, number];
    const pairs = {
      covers: (position: string, offset: string) => {
        const [part, n] = parts(offset);
        return n <= (parts(position)[part] as number);
      },
      earliest: (all: readonly [string, ...string[]]) =>
        [0, 1].map((part) => Math.min(...all.map((one) => parts(one)[part] as number))).join('/'),
    };
    const lane = new Place(pairs, '5/5');
    const reader = { position: '2/5', atEnd: false, storedAt: 0, refresh() {} };
    lane.follow(reader);
    expect([lane.knows('0/4'), lane.knows('1/6')]).toStrictEqual([true, false]);
    lane.took({ offset: '1/6', position: '2/6' });
    reader.position = '2/6';
    expect([lane.position, lane.ahead, lane.knows('1/6')]).toStrictEqual(['5/5', true, true]);
    reader.position = '5/6';
    expect([lane.position, lane.ahead]).toStrictEqual(['5/6', false]);
  });
});
