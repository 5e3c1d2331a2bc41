import {
  frontierKey,
  isOfTrigger,
  notesKey,
  readOwner,
  renameCell,
  toCellName,
  toOwner,
  toTaskKey,
  triggerCells,
  tryingKey,
} from './cell-names.ts';
import { toHeldPrefix } from './join/held-cell.ts';
import { readLaneKey, toLaneKey } from './lane/lane-cell.ts';
import { toMovedKey, toRouteKey } from './moving/route-cell.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };

it('the names of cells are what journals hold', () => {
  expect(triggerCells.map((kind) => toCellName(kind, trigger, 'a/b'))).toStrictEqual([
    'lane/ci/deploy/announce/a/b',
    'route/ci/deploy/announce/a/b',
    'moved/ci/deploy/announce/a/b',
    'parked/ci/deploy/announce/a/b',
    'redriven/ci/deploy/announce/a/b',
    'firing/ci/deploy/announce/a/b',
    'held/ci/deploy/announce/a/b',
    'seen/ci/deploy/announce/a/b',
    'suspended/ci/deploy/announce/a/b',
  ]);
  expect([toLaneKey(trigger), toRouteKey(trigger), toMovedKey(trigger, 3), toHeldPrefix(trigger)]).toStrictEqual([
    'lane/ci/deploy/announce',
    'route/ci/deploy/announce',
    'moved/ci/deploy/announce/3',
    'held/ci/deploy/announce/',
  ]);
  expect([frontierKey, notesKey, tryingKey, toTaskKey('ci/calendar')]).toStrictEqual([
    'frontier',
    'notes',
    'trying',
    'task/ci/calendar',
  ]);
});

it('every kind of a trigger is known as its own, and goes with it to another name', () => {
  const to = { ...trigger, trigger: 'tell' };
  for (const kind of triggerCells) {
    for (const rest of [undefined, '', 'keys-1/a%2Fb/push/3/17']) {
      const name = toCellName(kind, trigger, rest);
      expect(toOwner(name)).toBe('ci/deploy/announce');
      expect(readOwner(name)).toStrictEqual(trigger);
      expect([isOfTrigger(name, trigger), isOfTrigger(name, to)]).toStrictEqual([true, false]);
      expect(renameCell(name, to)).toBe(toCellName(kind, to, rest));
    }
  }
});

it("what is of the partition is no trigger's", () => {
  const names = [frontierKey, notesKey, tryingKey, toTaskKey('ci/deploy/announce'), 'lane/ci/deploy'];
  expect(names.map(toOwner)).toStrictEqual(names.map(() => undefined));
  expect(readLaneKey(toRouteKey(trigger))).toBeUndefined();
});
