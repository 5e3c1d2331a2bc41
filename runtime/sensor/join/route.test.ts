import type { EventAddress } from '../../../model/event/address.ts';
import { toRoute, toRouteName } from './route.ts';

const address = (event: string): EventAddress => ({ class: 'event', namespace: 'ci', eventSource: 'web', event });
const dependency = (name: string, transform?: string) =>
  ({ name, address: address(name[0] as string), spec: transform ? { transform: { code: transform } } : {} }) as never;

const within = { within: '1h', onTimeout: 'drop', maxOpen: 10 } as const;
const by = (names: readonly string[], code = '({ data }) => data.key') => ({
  ...within,
  by: Object.fromEntries(names.map((name) => [name, { code }])),
});
const keyed = (names: readonly string[], code?: string) =>
  toRoute({ joined: true, dependencies: names.map((name) => dependency(name)), correlate: by(names, code) });

test('an event goes by its id, its sensor, or its key', () => {
  const dependencies = [dependency('a')];
  const of = (joined: boolean, correlate?: ReturnType<typeof by>) => toRoute({ joined, dependencies, correlate });
  expect([of(false), of(false, by(['a'])), of(true), of(true, by(['a']))]).toStrictEqual([
    'id',
    'id',
    'sensor',
    { keys: [{ address: address('a'), by: { code: '({ data }) => data.key' } }] },
  ]);
});

test('a route is the same in whatever order its dependencies stand, and whatever they are called', () => {
  expect(toRouteName(keyed(['a', 'b']))).toBe(toRouteName(keyed(['b', 'a'])));
  expect(toRouteName(keyed(['a', 'b']))).toBe(toRouteName(keyed(['all', 'bell'])));
});

test('a route is another where a key is made in another way', () => {
  const transformed = toRoute({
    joined: true,
    dependencies: [dependency('a', '({ data }) => data.inner')],
    correlate: by(['a']),
  });
  const names = [keyed(['a']), keyed(['a', 'b']), keyed(['a'], '({ data }) => data.id'), transformed].map(toRouteName);
  expect(new Set(names).size).toBe(4);
});
