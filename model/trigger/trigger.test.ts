import { parseSpec } from '../schema.ts';
import { actionSchema, deliverySchema } from './trigger.ts';

const parse = (options: object) => parseSpec(deliverySchema, options, 'a');
const retry = { steps: 10, duration: '1s', factor: 2, cap: '60s', jitter: 0.2 };

it('delivery has its defaults resolved, option by option', () => {
  expect(parse({})).toStrictEqual({ retry, timeout: '30s', suspended: false, start: 'now' });
  expect(parse({ retry: { steps: 3 }, start: { time: '2026-12-24T03:00:00+01:00' } })).toStrictEqual({
    retry: { ...retry, steps: 3 },
    timeout: '30s',
    suspended: false,
    start: { time: '2026-12-24T03:00:00+01:00' },
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
