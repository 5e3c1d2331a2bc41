import { parseSpec } from '../schema.ts';
import { timeOfDaySchema } from './time-of-day.ts';

const parse = (during: object) => parseSpec(timeOfDaySchema, during, 'a: during');

it.each([
  [{ start: '09:00', stop: '17:00' }, 'UTC'],
  [{ start: '00:00', stop: '23:59:59', timeZone: 'Europe/Oslo' }, 'Europe/Oslo'],
  [{ start: '22:00', stop: '06:00' }, 'UTC'],
])('%j is a part of each day', (during, timeZone) => {
  expect(parse(during)).toStrictEqual({ ...during, timeZone });
});

const same = (time: string) =>
  `a: during: stop '${time}' is when it starts, and no event would count; write another, or take 'during' out for the whole day`;

it.each([
  [{ start: '09:00' }, 'a: during: stop is missing'],
  [{ start: '9:00', stop: '17:00' }, "a: during: start '9:00' is no time of day; write it like '09:00' or '09:00:30'"],
  [{ start: '09:00', stop: '24:00' }, "a: during: stop '24:00' is no time of day; write it like '09:00'"],
  [{ start: '09:60', stop: '10:00' }, "a: during: start '09:60' is no time of day"],
  [{ start: '09:00\n', stop: '10:00' }, "a: during: start '09:00\n' is no time of day"],
  [{ start: '09:00', stop: '09:00' }, same('09:00')],
  [{ start: '09:00', stop: '09:00:00' }, same('09:00:00')],
  [
    { start: '09:00', stop: '17:00', timeZone: 'CETT' },
    "a: during: timeZone 'CETT' is no time zone; name one of the IANA database, for example 'Europe/Oslo'",
  ],
  [{ start: '09:00', stop: '17:00', timezone: 'UTC' }, "there is no option 'timezone', did you mean 'timeZone'?"],
])('%j is refused', (during, message) => {
  expect(() => parse(during)).toThrow(message);
});
