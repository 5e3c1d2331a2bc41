import type { Json } from '../../../model/json.ts';
import { covers, earliest } from '../../event-bus/memory/position.ts';
import { LaneRoute } from '../moving/lane-route.ts';
import type { Home } from './home.ts';
import { Lane, type LaneOptions, type LaneWork } from './lane.ts';
import { noCounts } from './ledger.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const address = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' } as const;
const event = { id: 'x', source: 's', type: 't', time: '2026-01-01T00:00:00Z', data: Buffer.from('{}') };

const stored = (n: number) => ({ offset: `${n}`, position: `log:${n}`, address, event, storedAt: 0, refresh() {} });

function work(n: number): LaneWork {
  const { offset } = stored(n);
  const frozen = { offset, address, event, storedAt: 0, executionId: `e${n}`, template: null };
  return { ...frozen, attempts: 0, notBefore: 0, before: '', finished: false, parked: false };
}

function setUp(cell: LaneOptions['cell'] = { counts: noCounts }) {
  const puts = new Map<string, Json | undefined>();
  const home = { index: 0, closed: false, draining: false, careful: undefined, touch() {}, put: puts.set.bind(puts) };
  const lane = new Lane({
    trigger,
    home: home as unknown as Home,
    frontiers: { covers, earliest },
    cell,
    position: cell.position ?? 'log:0',
    suspended: false,
    seen: undefined,
    route: new LaneRoute({ trigger, cell: { route: 'id' }, count: 4, frontiers: { covers, earliest }, put() {} }),
  });
  const reader = { position: cell.position ?? 'log:0', atEnd: false, storedAt: 0, refresh() {} };
  lane.place.follow(reader);
  const take = (n: number) => {
    const taken = work(n);
    lane.take(stored(n), taken);
    reader.position = `log:${n}`;
    return taken;
  };
  const filter = (n: number) => {
    lane.takeEnded(stored(n), 'filtered');
    reader.position = `log:${n}`;
  };
  const collect = (frontier?: string) => {
    const changes = new Map<string, Json | undefined>();
    lane.collect(changes, frontier);
    return changes.get('lane/ci/deploy/announce');
  };
  return { lane, reader, puts, take, filter, collect };
}

describe('the cell of a lane', () => {
  it('counts nothing that would be counted again after a crash', () => {
    const { lane, take, filter, collect } = setUp();
    filter(1);
    take(2);
    const third = take(3);
    filter(4);
    lane.settle(third, 'fired');
    expect(collect()).toStrictEqual({
      counts: { ...noCounts, accepted: 3, fired: 1, filtered: 2, deadLettered: 0 },
      position: 'log:1',
      done: ['3', '4'],
    });
    expect(lane.pending).toBe(1);
  });

  it("names no position where the lane stands at its partition's frontier", () => {
    const { filter, collect } = setUp({ counts: noCounts, position: 'log:0' });
    filter(1);
    expect(collect('log:1')).toStrictEqual({
      counts: { ...noCounts, accepted: 1, fired: 0, filtered: 1, deadLettered: 0 },
    });
    expect(collect('log:1')).toBeUndefined();
  });

  it('is written with a new frontier by a lane that does not stand there', () => {
    const { take, collect } = setUp();
    take(1);
    expect(collect()).toBeUndefined();
    expect(collect('log:1')).toStrictEqual({ counts: noCounts, position: 'log:0' });
  });

  it('lets a successor pass what is done', () => {
    const counts = { ...noCounts, accepted: 1, fired: 1, filtered: 0, deadLettered: 0 };
    const { lane, take, collect } = setUp({ counts, position: 'log:1', done: ['3'] });
    const second = take(2);
    expect([lane.passes(stored(3)), lane.passes(stored(4))]).toStrictEqual([true, false]);
    lane.settle(second, 'deadLettered');
    expect(collect()).toStrictEqual({
      counts: { ...noCounts, accepted: 2, fired: 1, filtered: 0, deadLettered: 1 },
      position: 'log:3',
    });
  });

  it('does not wait for what is parked, which has its own', () => {
    const { lane, take, puts, collect } = setUp();
    const first = take(1);
    take(2);
    lane.park(first);
    expect(collect()).toMatchObject({ counts: { accepted: 1 }, position: 'log:1' });
    expect([...puts.keys(), lane.pending]).toStrictEqual(['parked/ci/deploy/announce/1', 2]);
    lane.settle(first, 'fired');
    expect([puts.get('parked/ci/deploy/announce/1'), lane.counts.fired, lane.pending]).toStrictEqual([undefined, 1, 1]);
  });
});

describe('a lane', () => {
  it('names the execution that holds up more than a record should carry', () => {
    const { lane, take } = setUp();
    const first = take(1);
    for (let n = 2; n < 300; n++) lane.settle(take(n), 'fired');
    expect(lane.blocker).toBe(first);
    lane.park(first);
    expect(lane.blocker).toBeUndefined();
  });

  it('keeps what is unfinished when its log is lost', () => {
    const { lane, take, collect } = setUp();
    take(5);
    lane.goOnFrom('new:0');
    expect(collect()).toMatchObject({ counts: noCounts, position: 'new:0' });
  });
});
