import type { EventAddress } from '../../../model/event/address.ts';
import { toShare } from '../../../model/hash.ts';
import { covers, earliest } from '../../event-bus/memory/position.ts';
import { Arrival } from '../work/arrival.ts';
import { Handled } from './handled.ts';
import type { Former } from './route-cell.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const address: EventAddress = { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' };
const count = 4;

function arrival(n: number, data = '{"a":"x","b":"y"}') {
  const event = {
    id: `id-${n}`,
    source: 's',
    type: 't',
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from(data),
  };
  return new Arrival({ offset: `${n}`, position: `log:${n}`, address, event, storedAt: 0 }, { count });
}

const handled = (...former: readonly Former[]) =>
  new Handled({ trigger, former, count, frontiers: { covers, earliest } });
const by = (name: string) => ({ address, by: { code: `({ data }) => data.${name}` } });

describe('an event is handled', () => {
  it('where the partition of its id has come past it, or has done it', () => {
    const index = toShare('id-5', count);
    const at = (position: string, done?: readonly string[]) =>
      handled({ route: 'id', places: [{ index, position, ...(done && { done }) }] }).has(arrival(5));
    expect([at('log:5'), at('log:4'), at('log:4', ['5'])]).toStrictEqual([true, false, true]);
    const other = handled({ route: 'id', places: [{ index: (index + 1) % count, position: 'log:9' }] });
    expect(other.has(arrival(5))).toBe(false);
  });

  it('where the partition of its sensor has come past it', () => {
    const places = [{ index: toShare('ci/deploy', count), position: 'log:5' }];
    const all = handled({ route: 'sensor', places });
    expect([all.has(arrival(5)), all.has(arrival(6))]).toStrictEqual([true, false]);
  });

  it('where the partitions of all of its keys have', () => {
    const [x, y] = [toShare('x', count), toShare('y', count)];
    const route = { keys: [by('a'), by('b')] };
    const whole = handled({ route, places: [x, y].map((index) => ({ index, position: 'log:5' })) });
    const half = handled({ route, places: [{ index: x, position: 'log:5' }] });
    expect(x).not.toBe(y);
    expect([whole.has(arrival(5)), half.has(arrival(5))]).toStrictEqual([true, false]);
  });

  it('where the partition of its id has, and it has no key or cannot be read', () => {
    const places = [{ index: toShare('id-5', count), position: 'log:5' }];
    const keyed = handled({ route: { keys: [by('missing')] }, places });
    expect([keyed.has(arrival(5)), keyed.has(arrival(5, '{'))]).toStrictEqual([true, true]);
  });

  it('never, where nobody knows any more how its key was made', () => {
    const places = [0, 1, 2, 3].map((index) => ({ index, position: 'log:9' }));
    const broken = { keys: [{ address, by: { code: '({ data }) => data.' } }] };
    expect(handled({ route: broken, places }).has(arrival(5))).toBe(false);
    expect(handled({ route: { keys: [] }, places }).has(arrival(5))).toBe(false);
  });
});

it('what was handled is passed once everything of it lies before a position', () => {
  const places = [
    { index: 0, position: 'log:5' },
    { index: 1, position: 'log:3', done: ['8'] },
  ];
  const known = handled({ route: 'id', places });
  expect(['log:4', 'log:5', 'log:7', 'log:8'].map((position) => known.isPassedAt(position))).toStrictEqual([
    false,
    false,
    false,
    true,
  ]);
});

it('what was handled of another log says nothing of this one', () => {
  const known = handled({ route: 'id', places: [{ index: 0, position: 'log:5' }] });
  expect([known.isOf('log:1'), known.isOf('new:1')]).toStrictEqual([true, false]);
});
