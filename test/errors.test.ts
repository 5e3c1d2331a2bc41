import { retryable as bus } from '../runtime/event-bus/error.ts';
import { retryable as source } from '../runtime/event-source/error.ts';
import { retryable as partition } from '../runtime/partition/ownership/error.ts';
import { retryable as trigger } from '../runtime/trigger/error.ts';
import { readDocument } from './support/code-blocks.ts';

it('the page of errors has every code, no other, and whether it is retryable', () => {
  const sections = readDocument('docs/errors.md').split(/^## /m).slice(1);
  const told = sections.map((section) => {
    const rows = [...section.matchAll(/^\| `(\w+)` \| (yes|no) \|/gm)];
    return [section.split('\n')[0], Object.fromEntries(rows.map(([, code, word]) => [code, word === 'yes']))];
  });
  expect(Object.fromEntries(told)).toStrictEqual({
    'Event bus': bus,
    'Event source': source,
    Trigger: trigger,
    Partition: partition,
  });
});
