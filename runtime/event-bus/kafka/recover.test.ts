import { toBusKey, toPosition, toTopicKey } from './position.ts';
import { recover } from './recover.ts';

const bus = toBusKey('cluster', 'ew');
const [git, chat] = ['ew.e.ci.git', 'ew.e.ci.chat'];
const [gitKey, chatKey] = [toTopicKey({ name: git, id: 'a' }), toTopicKey({ name: chat, id: 'b' })];
const place = (topics: Readonly<Record<string, number[]>>) =>
  toPosition({ bus, time: 1_000, topics: new Map(Object.entries(topics)) });

const stood = place({ [gitKey]: [5, 9], [chatKey]: [7] });

it('a position whose sources have lost nothing stays, whatever others have lost', () => {
  expect(recover(stood, { beginning: place({ [gitKey]: [5, 2], [chatKey]: [7] }), topics: [git, chat] })).toStrictEqual(
    {
      position: stood,
      isLost: false,
    },
  );
  expect(recover(stood, { beginning: place({ [gitKey]: [5, 2], [chatKey]: [8] }), topics: [git] })).toStrictEqual({
    position: place({ [gitKey]: [5, 9], [chatKey]: [8] }),
    isLost: false,
  });
});

it('what was removed is passed over, and all else goes on from where it was', () => {
  const beginning = place({ [gitKey]: [6, 2], [chatKey]: [0] });
  expect(recover(stood, { beginning, topics: [git, chat] })).toStrictEqual({
    position: place({ [gitKey]: [6, 9], [chatKey]: [7] }),
    isLost: true,
  });
});

it('a topic that was made anew is read from its beginning, and only that one', () => {
  const anew = toTopicKey({ name: git, id: 'c' });
  const beginning = place({ [anew]: [0, 0], [chatKey]: [2] });
  expect(recover(stood, { beginning, topics: [git] })).toStrictEqual({
    position: place({ [anew]: [0, 0], [chatKey]: [7] }),
    isLost: true,
  });
  expect(recover(stood, { beginning, topics: [chat] }).isLost).toBe(false);
});

it('of a position on another bus nothing is left', () => {
  const other = toPosition({ bus: toBusKey('cluster', 'other'), time: 0, topics: new Map() });
  expect(recover(stood, { beginning: other, topics: [git] })).toStrictEqual({ position: other, isLost: true });
});
