import fc from 'fast-check';
import { compileDuring } from './during.ts';

const minuteMs = 60_000;
const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Chatham'];
/** Days of which some are shorter or longer than others. */
const days = ['2026-01-01', '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01', '2026-12-31'];

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.option(fc.integer({ min: 0, max: 59 })))
  .map((parts) =>
    parts
      .filter((part) => part !== null)
      .map((part) => String(part).padStart(2, '0'))
      .join(':'),
  );

const whole = (text: string) => (text.length === 5 ? `${text}:00` : text);

describe('a part of the day', () => {
  it('holds each moment at which a clock of the zone shows it, past midnight too', () => {
    fc.assert(
      fc.property(time, time, fc.constantFrom(...zones), fc.constantFrom(...days), (start, stop, timeZone, day) => {
        fc.pre(whole(start) !== whole(stop));
        const during = compileDuring({ start, stop, timeZone });
        const shown = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
        const [from, to] = [whole(start), whole(stop)];
        for (let minute = 0; minute < 24 * 60; minute++) {
          const at = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs + (minute % 60) * 1000;
          const clock = shown.format(at);
          const expected = from < to ? clock >= from && clock < to : !(clock >= to && clock < from);
          if (during(at) !== expected) throw new Error(`${clock} in ${timeZone}: ${!expected}`);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('begins with its start, to the millisecond, and ends before its stop', () => {
    const during = compileDuring({ start: '09:00', stop: '17:00:30', timeZone: 'Europe/Oslo' });
    const at = (text: string) => during(Date.parse(`2026-06-01T${text}+02:00`));
    expect(['08:59:59.999', '09:00:00.000', '17:00:29.999', '17:00:30.000'].map(at)).toStrictEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('holds nothing of a time that is none', () => {
    expect(() => compileDuring({ start: '09:00', stop: '17:00', timeZone: 'UTC' })(Date.parse('soon'))).toThrow(
      RangeError,
    );
  });
});
