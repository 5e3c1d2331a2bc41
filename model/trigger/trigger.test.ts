import { parseSpec } from '../schema.ts';
import { actionSchema, deliverySchema } from './trigger.ts';

const parse = (options: object) => parseSpec(deliverySchema, options, 'a');
const rest = { resets: [], dedup: false };
const retry = { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 };

it('delivery has its defaults resolved, option by option', () => {
  expect(parse({})).toStrictEqual({ retry, timeout: '30s', suspended: false, start: 'now', ...rest });
  expect(parse({ retry: { steps: 3 }, start: { time: '2026-12-24T03:00:00+01:00' } })).toStrictEqual({
    retry: { ...retry, steps: 3 },
    timeout: '30s',
    suspended: false,
    start: { time: '2026-12-24T03:00:00+01:00' },
    ...rest,
  });
  const joins = { resets: [{ schedule: '0 0 * * *' }], dedup: { window: '1h' }, formerName: 'old' };
  expect(parse(joins)).toStrictEqual({
    retry,
    timeout: '30s',
    suspended: false,
    start: 'now',
    ...joins,
    resets: [{ schedule: '0 0 * * *', timeZone: 'UTC' }],
  });
});

it.each([
  [{ rety: {} }, "a: there is no option 'rety', did you mean 'retry'?"],
  [{ retry: { steps: 0 } }, 'a: retry.steps 0 must be at least 1'],
  [{ retry: { jitter: 2 } }, 'a: retry.jitter 2 must be at most 1'],
  [{ retry: { jiter: 0 } }, "a: retry: there is no option 'jiter', did you mean 'jitter'?"],
  [{ timeout: 30 }, "a: timeout 30 is not a duration; write a number and a unit, for example '30s'"],
  [{ start: 'end' }, "a: start 'end' must be 'now', 'beginning' or { time: '2026-12-24T03:00:00Z' }"],
  [{ start: { time: 'noon' } }, "a: start.time 'noon' is no instant"],
  [{ resets: { schedule: '0 0 * * *' } }, 'a: resets {"schedule":"0 0 * * *"} must be a list'],
  [{ resets: [{ schedule: '0 0 * *' }] }, "a: resets.0.schedule '0 0 * *' is no cron schedule; write five fields"],
  [
    { resets: [{ schedule: '0 0 30 2 *' }] },
    "a: resets.0.schedule '0 0 30 2 *' never comes; look at its day and month",
  ],
  [
    { resets: [{ schedule: '0 0 * * *', timeZone: 'Europe/Olso' }] },
    "a: resets.0.timeZone 'Europe/Olso' is no time zone; name one of the IANA database, for example 'Europe/Oslo'",
  ],
  [{ dedup: true }, "a: dedup true must be { window: '5m' }, or false to take each"],
  [{ dedup: {} }, "a: dedup.window is missing; say how long, for example '30m'"],
  [{ dedup: { windo: '5m' } }, 'a: dedup'],
  [{ dedup: { window: '0s' } }, "a: dedup.window '0s' is too short; the shortest is '1ms'"],
  [{ dedup: { window: '8785h' } }, "a: dedup.window '8785h' is too long; the longest is '366d'"],
  [{ dedup: { window: 5 } }, "a: dedup.window 5 is not a duration; write a number and a unit, for example '30s'"],
  [{ formerName: 1 }, 'a: formerName 1 must be a string'],
])('%j is refused', (options, message) => {
  expect(() => parse(options)).toThrow(message);
});

it('an action of an unknown kind is refused with the kinds there are', () => {
  expect(() => parseSpec(actionSchema, { kind: 'htpp' }, 'a')).toThrow(
    "a: kind 'htpp' is unknown, did you mean 'http'?",
  );
  expect(() => parseSpec(actionSchema, { kind: 'slack' }, 'a')).toThrow(
    "a: kind 'slack' is unknown; there is 'http', 'kubernetes', 'log', 'argo-workflow'",
  );
  expect(parseSpec(actionSchema, { kind: 'log' }, 'a')).toStrictEqual({ kind: 'log', level: 'info' });
});
