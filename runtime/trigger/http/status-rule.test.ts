import { createStatusRule } from './status-rule.ts';

it('a list of statuses names single ones and classes', () => {
  const rule = createStatusRule([408, '5xx']);
  expect([200, 408, 409, 500, 599, 400].map(rule)).toStrictEqual([false, true, false, true, true, false]);
});
