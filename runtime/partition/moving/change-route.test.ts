import { noCounts } from '../lane/ledger.ts';
import { changeRoute, type Standing } from './change-route.ts';
import type { Former } from './route-cell.ts';

const dayMs = 86_400_000;
const counts = { ...noCounts, accepted: 3 };

function standing(cell: Standing['cell'], now = 0): Standing {
  return { index: 2, lane: { counts, position: 'log:5', done: ['7'] }, cell, now };
}

const own: Former = { route: 'id', places: [{ index: 2, position: 'log:5', done: ['7'] }] };
const others: Former = { route: 'id', places: [{ index: 3, position: 'log:9' }] };

describe('a partition', () => {
  it('that follows the route already changes nothing', () => {
    expect(changeRoute(standing({ route: 'id' }), { route: 'id', told: [] })).toBeUndefined();
  });

  it('that comes to another waits, and knows what it has handled', () => {
    expect(changeRoute(standing({ route: 'id', formerName: 'old' }), { route: 'sensor', told: [] })).toStrictEqual({
      lane: { counts, position: 'log:5', done: ['7'], apart: true },
      cell: { route: 'sensor', untold: true, formerName: 'old', waits: true, former: [own] },
    });
  });

  it('that still waits has handled nothing by the route that it leaves, and remembers what it was told', () => {
    const waiting = { route: 'sensor', waits: true, former: [own] } as const;
    const changed = changeRoute(standing(waiting), { route: { keys: [] }, told: [others] });
    expect(changed?.cell).toStrictEqual({
      route: { keys: [] },
      untold: true,
      waits: true,
      former: [{ route: 'id', places: [...own.places, ...others.places] }],
    });
  });

  it('that comes back before its move is over goes on where it left', () => {
    const moving = { route: 'sensor', former: [own, others] } as const;
    const at = { ...standing(moving), lane: { counts, position: 'log:1' } };
    expect(changeRoute(at, { route: 'id', told: [] })).toStrictEqual({
      lane: { counts, position: 'log:5', done: ['7'], apart: true },
      cell: {
        route: 'id',
        untold: true,
        former: [others, { route: 'sensor', places: [{ index: 2, position: 'log:1' }] }],
      },
    });
  });

  it('that began lately tells from where, for others may not have begun before', () => {
    const began = { route: 'id', origin: { position: 'log:0', at: 0 } } as const;
    const change = { route: 'sensor', told: [] } as const;
    expect(changeRoute(standing(began, dayMs - 1), change)?.cell.former).toStrictEqual([
      { route: 'id', places: [...own.places, { index: 2, position: 'log:0' }] },
    ]);
    expect(changeRoute(standing(began, dayMs), change)?.cell.former).toStrictEqual([own]);
  });
});
