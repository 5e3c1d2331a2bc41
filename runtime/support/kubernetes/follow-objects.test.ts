import { ManualClock } from '../testing/manual-clock.ts';
import type { WatchEvent } from './client.ts';
import { answerTooLong, KubernetesError } from './error.ts';
import { type FollowedObjects, followObjects, type NamedObject } from './follow-objects.ts';

type Answer = (query: URLSearchParams) => unknown;

/** An API server whose answers a test gives, one after another; the last is given for ever. */
function world({ lists, watches }: { readonly lists: Answer[]; readonly watches: Answer[] }) {
  const clock = new ManualClock();
  const asked: string[] = [];
  let changes = 0;
  const next = (answers: Answer[], path: string) => {
    const { searchParams: query } = new URL(path, 'http://api');
    asked.push(
      query.has('watch') ? `watch ${query.get('resourceVersion')}` : `list ${query.get('continue') ?? ''}`.trim(),
    );
    return (answers.length > 1 ? answers.shift() : answers[0])?.(query);
  };
  const followed = followObjects<NamedObject>({
    client: {
      request: async <T>({ path }: { readonly path: string }) => next(lists, path) as T,
      async *watch<T>(path: string, signal: AbortSignal) {
        yield* next(watches, path) as Iterable<WatchEvent<T>>;
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    },
    path: '/api/v1/namespaces/ci/configmaps',
    labelSelector: 'a=b',
    clock,
    random: () => 1,
    onChange: () => changes++,
  });
  return { clock, asked, followed, changes: () => changes };
}

const named = (name: string, resourceVersion = '1') => ({ metadata: { name, resourceVersion } });
const list =
  (...names: string[]): Answer =>
  () => ({
    metadata: { resourceVersion: '10' },
    items: names.map((name) => named(name)),
  });
const refuse =
  (status: number | undefined, message: string): Answer =>
  () => {
    throw new KubernetesError(message, status === undefined ? {} : { status });
  };
const namesOf = ({ objects }: FollowedObjects<NamedObject>) => objects && [...objects.keys()];

it('what is listed is known, and each change of it', async () => {
  const events = [
    { type: 'ADDED', object: named('c', '11') },
    { type: 'DELETED', object: named('a', '12') },
  ];
  const { followed, clock, changes } = world({ lists: [list('a', 'b')], watches: [() => events] });
  expect(followed.objects).toBeUndefined();
  await clock.advance(0);
  expect([namesOf(followed), followed.trouble, changes()]).toStrictEqual([['b', 'c'], undefined, 3]);
  await followed[Symbol.asyncDispose]();
});

it('a long list is read page by page', async () => {
  const first = () => ({ metadata: { resourceVersion: '10', continue: 'more' }, items: [named('a')] });
  const { followed, clock, asked } = world({ lists: [first, list('b')], watches: [() => []] });
  await clock.advance(0);
  expect([namesOf(followed), asked]).toStrictEqual([
    ['a', 'b'],
    ['list', 'list more', 'watch 10'],
  ]);
  await followed[Symbol.asyncDispose]();
});

it('a list of which a page would be too long is read in smaller ones, also the next time', async () => {
  const limits: (string | null)[] = [];
  const within =
    (most: number): Answer =>
    (query) => {
      limits.push(query.get('limit'));
      if (Number(query.get('limit')) > most) throw new KubernetesError('too long', { reason: answerTooLong });
      return {
        metadata: { resourceVersion: '10', continue: limits.length < 5 ? 'more' : '' },
        items: [named(`${most}`)],
      };
    };
  const { followed, clock } = world({
    lists: [within(3), within(3), within(3), within(3), within(1), within(1)],
    watches: [refuse(410, 'too old'), () => []],
  });
  await clock.advance(500);
  expect([namesOf(followed), followed.trouble, limits]).toStrictEqual([
    ['1'],
    undefined,
    ['25', '12', '6', '3', '3', '1', '1'],
  ]);
  await followed[Symbol.asyncDispose]();
});

it('a position that is too old is no trouble: all is listed again', async () => {
  const { followed, clock, asked } = world({
    lists: [list('a'), list('b')],
    watches: [refuse(410, 'too old resource version'), () => []],
  });
  await clock.advance(0);
  expect(followed.trouble).toBeUndefined();
  await clock.advance(500);
  expect([namesOf(followed), asked]).toStrictEqual([['b'], ['list', 'watch 10', 'list', 'watch 10']]);
  await followed[Symbol.asyncDispose]();
});

it('while the server is away, what was known stays', async () => {
  const { followed, clock } = world({
    lists: [list('a'), refuse(undefined, 'connection refused'), list('a', 'b')],
    watches: [refuse(undefined, 'connection reset'), () => []],
  });
  await clock.advance(500);
  expect([namesOf(followed), followed.trouble, followed.refused]).toStrictEqual([['a'], 'connection refused', false]);
  await clock.advance(1_000);
  expect([namesOf(followed), followed.trouble]).toStrictEqual([['a', 'b'], undefined]);
  await followed[Symbol.asyncDispose]();
});

it('what may not be listed is told apart, and asked for again, ever more seldom', async () => {
  const { followed, clock, asked } = world({ lists: [refuse(403, 'forbidden')], watches: [] });
  await clock.advance(0);
  expect([followed.objects, followed.trouble, followed.refused]).toStrictEqual([undefined, 'forbidden', true]);
  await clock.advance(120_000);
  // after 0.5, 1, 2, 4, 8, 16, 30 ... seconds
  expect(asked).toHaveLength(9);
  await followed[Symbol.asyncDispose]();
});

it('a server that has fallen silent is asked anew', async () => {
  const { followed, clock, asked } = world({ lists: [list('a')], watches: [() => []] });
  await clock.advance(149_000);
  expect(asked).toStrictEqual(['list', 'watch 10']);
  await clock.advance(1_500);
  expect(asked).toStrictEqual(['list', 'watch 10', 'list', 'watch 10']);
  await followed[Symbol.asyncDispose]();
});

it('a bookmark moves the position and shows that the server is there', async () => {
  const { followed, clock, changes } = world({
    lists: [list('a')],
    watches: [() => [{ type: 'BOOKMARK', object: named('', '20') }]],
  });
  await clock.advance(0);
  expect([namesOf(followed), changes()]).toStrictEqual([['a'], 1]);
  await followed[Symbol.asyncDispose]();
});
