import { readFileSync } from 'node:fs';
import { forgetsOldest } from '../../../model/event-bus/forgets-oldest.ts';
import { type Quantity, toBytes } from '../../../model/quantity.ts';
import { defaultQuotas } from './quotas.ts';

test('the quotas are those that the documentation tells', () => {
  const text = readFileSync(new URL('../../../docs/event-buses/memory.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (\w+) +\| (\w+) +\|$/gm)];
  expect(rows.map(([, log, bytes, full]) => [log, toBytes(bytes as Quantity), full])).toStrictEqual(
    Object.entries(defaultQuotas).map(([log, { maxBytes }]) => [
      log,
      maxBytes,
      forgetsOldest(log) ? 'forget' : 'refuse',
    ]),
  );
});
