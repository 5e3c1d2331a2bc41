import fc from 'fast-check';
import { PositionLostError } from '../error.ts';
import { covers, earliest, parsePosition, resume, toBusKey, toOffset, toPosition, toTopicKey } from './position.ts';

const bus = toBusKey('cluster', 'ew');
const [git, chat] = ['git', 'chat'].map((name) => toTopicKey({ name, id: `${name}-id` })) as [string, string];

const place = (topics: Readonly<Record<string, readonly number[]>>, time = 0) =>
  toPosition({ bus, time, topics: new Map(Object.entries(topics)) });

const offsets = fc.array(fc.nat(5), { maxLength: 3 });
const positions = fc.array(
  fc.record({ [git]: offsets, [chat]: offsets }, { requiredKeys: [git] }).map((topics) => place(topics)),
  { minLength: 1, maxLength: 4 },
);
const messages = [git, chat].flatMap((key) =>
  [0, 1, 2].flatMap((partition) => [0, 1, 2, 3, 4].map((at) => ({ key, partition, at }))),
);

it('positions are written alike wherever they are the same', () => {
  expect(place({ [git]: [1, 0, 0], [chat]: [] })).toBe(place({ [chat]: [0], [git]: [1] }));
  const { topics } = parsePosition(place({ [git]: [3, 0, 2], [chat]: [] }));
  expect([...topics].sort()).toStrictEqual(
    [
      [git, [3, 0, 2]],
      [chat, []],
    ].sort(),
  );
});

it('a partition that nothing is known of is at its beginning', () => {
  const sparse: number[] = [];
  sparse[2] = 4;
  expect(parsePosition(place({ [git]: sparse })).topics.get(git)).toStrictEqual([0, 0, 4]);
});

it('the earliest position covers what all of them cover that know its topic', () => {
  fc.assert(
    fc.property(positions, (all) => {
      const low = earliest(all as [string, ...string[]]);
      for (const { key, partition, at } of messages) {
        const offset = toOffset(key, partition, at);
        const knowing = all.filter((position) => parsePosition(position).topics.has(key));
        const expected = knowing.length > 0 && knowing.every((position) => covers(position, offset));
        expect(covers(low, offset)).toBe(expected);
      }
    }),
  );
});

it('where reading resumes covers only what all of them cover', () => {
  fc.assert(
    fc.property(positions, (all) => {
      const start = resume(all as [string, ...string[]]);
      for (const { key, partition, at } of messages) {
        const offset = toOffset(key, partition, at);
        expect(covers(start, offset)).toBe(all.every((position) => covers(position, offset)));
      }
    }),
  );
});

it('a position that is the earliest is returned as it is, the last of several, whenever it was', () => {
  const [old, young] = [place({ [git]: [1] }, 1_000), place({ [git]: [1] }, 2_000)];
  expect(earliest([old, young])).toBe(young);
  expect(earliest([young, old])).toBe(old);
  expect(earliest([place({ [git]: [2] }), young])).toBe(young);
});

it('positions of another bus, and of a topic made anew, have no order', () => {
  const another = toPosition({ bus: toBusKey('cluster', 'other'), time: 0, topics: new Map() });
  const anew = toTopicKey({ name: 'git', id: 'another' });
  expect(() => earliest([place({ [git]: [1] }), another])).toThrow(PositionLostError);
  expect(() => earliest([place({ [git]: [1] }), place({ [anew]: [1] })])).toThrow(PositionLostError);
  expect(() => parsePosition('5f:12')).toThrow(new PositionLostError("'5f:12' is no position of a Kafka bus"));
});
