import { PositionLostError } from '../error.ts';
import { covers, createIncarnation, earliest, toPosition, toSequence } from './position.ts';

test('a position is the incarnation and the sequence', () => {
  expect(toPosition('a1b2', 42)).toBe('a1b2:42');
  expect(toSequence('a1b2:42', 'a1b2')).toBe(42);
  expect(createIncarnation()).not.toBe(createIncarnation());
});

test.each(['', '42', ':42', 'a1b2:', 'a1b2:-1', 'a1b2:x', 'a1b2:1.5', 'other:42'])('%p is lost', (position) => {
  expect(() => toSequence(position, 'a1b2')).toThrow(PositionLostError);
});

test('sequences are compared as numbers, not as text', () => {
  expect(covers('a:10', '9')).toBe(true);
  expect(covers('a:9', '10')).toBe(false);
  expect(earliest(['a:10', 'a:9', 'a:11'])).toBe('a:9');
});
