import { needsBase } from './base.ts';

const kibibyte = 1024;
const calm = { base: undefined, bytes: 0, entries: 1, unknown: undefined, cells: { size: 10 } };
const large = { before: undefined, bytes: 1_000 * kibibyte, cells: 10 };

it.each([
  ['little has come yet', { bytes: 100 * kibibyte }, false],
  ['a lot has come', { bytes: 140 * kibibyte }, true],
  ['many entries have come, which say little', { entries: 300 }, true],
  ['less has come than the last base holds', { base: large, bytes: 900 * kibibyte }, false],
  ['as much has come as the last base holds', { base: large, bytes: 1_001 * kibibyte }, true],
  ['few cells are left of what the last base holds', { base: large, cells: { size: 4 } }, true],
  ['there are more cells than the last base holds', { base: large, bytes: 900 * kibibyte, cells: { size: 20 } }, false],
  ['nobody else knows the cells', { unknown: 'the entry at 3 cannot be read' }, true],
])('where %s, it is told whether a base is due', (_, seen, due) => {
  expect(needsBase({ ...calm, ...seen })).toBe(due);
});
