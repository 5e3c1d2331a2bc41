import { PositionLostError } from '../error.ts';
import { covers, earliest, parsePosition, toIncarnation, toOffsetSuffix, toPosition } from './position.ts';

const incarnation = toIncarnation('2026-11-21T13:52:50.058014697Z');

it('a position is the time at which its stream was made, and a sequence', () => {
  expect(toPosition({ incarnation, sequence: 7 })).toBe('20261121135250058014697:7');
  expect(parsePosition('20261121135250058014697:7')).toStrictEqual({ incarnation, sequence: 7 });
});

it('sequences are compared as numbers', () => {
  const suffix = toOffsetSuffix('1');
  expect([covers('1:10', `9${suffix}`), covers('1:9', `10${suffix}`)]).toStrictEqual([true, false]);
  expect(earliest(['1:10', '1:9', '1:11'])).toBe('1:9');
});

it('a position covers no message of a stream that replaced its own', () => {
  expect(covers('1:10', `9${toOffsetSuffix('2')}`)).toBe(false);
});

it('what another kind of bus has given is lost', () => {
  expect(() => parsePosition('a1b2c3d4:7')).toThrow(PositionLostError);
});

it('positions of streams that replaced each other have no order', () => {
  expect(() => earliest(['1:9', '2:1'])).toThrow(PositionLostError);
});
