import type { Json } from '../../../model/json.ts';
import type { Lane } from '../lane/lane.ts';
import { type LearnContext, learn } from './learn.ts';
import type { Former } from './route-cell.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const former = (index: number, position: string): Former => ({ route: 'id', places: [{ index, position }] });

/** Partition 0 of two, at a route. */
function setUp(route: { readonly waits: boolean; readonly isUnheard?: boolean } | undefined) {
  const cells = new Map<string, Json>();
  const did: unknown[] = [];
  const lane = route && {
    home: { index: 0 },
    route: { name: 'sensor', ...route, setUntold: (untold: boolean) => did.push({ untold }) },
    begin: (known: readonly Former[]) => did.push({ begins: known }),
  };
  const context: LearnContext = {
    lane: lane as unknown as Lane | undefined,
    count: 2,
    intake: { resume: () => did.push('resume') },
    moves: { tell: () => did.push('tell'), begun: () => did.push('begun') },
    get: (key) => cells.get(key),
    put: (key, value) => void (value === undefined ? cells.delete(key) : cells.set(key, value)),
  };
  const hear = (index: number, route: string, ...known: readonly Former[]) =>
    learn({ kind: 'moved', trigger, index, route, former: known }, context);
  return { hear, cells, did };
}

describe('a partition that waits', () => {
  it('begins once all have told that they follow its route, with all that they know', () => {
    const { hear, cells, did } = setUp({ waits: true });
    hear(1, 'sensor', former(1, 'log:5'));
    expect(did).toStrictEqual([]);
    hear(0, 'sensor', former(0, 'log:3'));
    expect(did).toStrictEqual([
      { untold: false },
      { begins: [former(0, 'log:3'), former(1, 'log:5')] },
      'begun',
      'resume',
    ]);
    expect(cells.size).toBe(0);
  });

  it('waits for whoever has left its route again, and forgets nothing that was told', () => {
    const { hear, did } = setUp({ waits: true });
    hear(1, 'sensor', former(1, 'log:5'));
    hear(1, 'id', former(1, 'log:9'));
    hear(0, 'sensor');
    expect(did).toStrictEqual([{ untold: false }]);
    hear(1, 'sensor');
    const places = [...former(1, 'log:5').places, ...former(1, 'log:9').places];
    expect(did[1]).toStrictEqual({ begins: [{ route: 'id', places }] });
  });

  it('tells again where a former word of its own comes late', () => {
    const { hear, did } = setUp({ waits: true });
    hear(0, 'id');
    expect(did).toStrictEqual(['tell']);
  });
});

describe('a partition that follows its route', () => {
  it('keeps nothing of those that follow it too, and what others tell', () => {
    const { hear, cells, did } = setUp({ waits: false });
    hear(1, 'id', former(1, 'log:5'));
    expect([...cells.keys()]).toStrictEqual(['moved/ci/deploy/announce/1']);
    hear(1, 'sensor', former(1, 'log:5'));
    expect([cells.size, did]).toStrictEqual([0, []]);
  });

  it('answers where it never told of it', () => {
    const { hear, did } = setUp({ waits: false, isUnheard: true });
    hear(1, 'sensor');
    expect(did).toStrictEqual(['tell']);
  });
});

it('a partition that has not the trigger remembers what it is told', () => {
  const { hear, cells } = setUp(undefined);
  hear(1, 'sensor', former(1, 'log:5'));
  expect(cells.get('moved/ci/deploy/announce/1')).toStrictEqual({ route: 'sensor', former: [former(1, 'log:5')] });
});
