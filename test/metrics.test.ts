import { createKeeperMetrics } from '../runtime/keeper/keeper-metrics.ts';
import { systemClock } from '../runtime/support/clock.ts';
import { createMetrics } from '../runtime/worker/metrics.ts';
import { readDocument } from './support/code-blocks.ts';

it('the page of operating has every series of workers and keepers, and no other', async () => {
  const worker = createMetrics({ documents: [], namespace: 'ci', clock: systemClock, counts: () => [] });
  const texts = await Promise.all([worker.text(), createKeeperMetrics().text()]);
  const made = texts.flatMap((text) => [...text.matchAll(/^# TYPE (eventwright_\w+) /gm)].map(([, name]) => name));
  const told = [...readDocument('docs/operating.md').matchAll(/^\| `eventwright_[^|]*/gm)].flatMap(([cell]) =>
    [...cell.matchAll(/eventwright_\w+/g)].map(([name]) => name),
  );
  expect(told.sort()).toStrictEqual(made.sort());
});
