import { isSameLog, reaches } from './compare-positions.ts';
import { earliest } from './memory/position.ts';

const bus = { earliest };

it('a position reaches what does not lie behind it', () => {
  expect(reaches(bus, 'a:10', 'a:9')).toBe(true);
  expect(reaches(bus, 'a:9', 'a:9')).toBe(true);
  expect(reaches(bus, 'a:9', 'a:10')).toBe(false);
});

it('positions of different logs are not compared', () => {
  expect(reaches(bus, 'a:9', 'b:9')).toBeUndefined();
  expect([isSameLog(bus, 'a:9', 'a:10'), isSameLog(bus, 'a:9', 'b:9')]).toStrictEqual([true, false]);
});

it('what else goes wrong is told', () => {
  const broken = {
    earliest: () => {
      throw new TypeError('no position');
    },
  };
  expect(() => reaches(broken, 'a', 'b')).toThrow(TypeError);
});
