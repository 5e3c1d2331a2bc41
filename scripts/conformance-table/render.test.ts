import { readFileSync } from 'node:fs';
import type { EventBusKind } from '../../model/event-bus/event-bus.ts';
import { readClaims } from './claims.ts';
import { conformancePath, readFailures, readRows, renderConformance } from './render.ts';
import { readResults, type TestReport } from './results.ts';

const claims = [
  { suite: 'publishing', title: 'an event comes back' },
  { suite: 'publishing', title: 'a | b' },
  { suite: 'trouble', title: 'an outage is waited out' },
];

const report: TestReport = {
  testResults: [
    {
      name: '/any/runtime/event-bus/memory/conformance.test.ts',
      assertionResults: [
        { ancestorTitles: ['memory: publishing'], title: 'an event comes back', status: 'passed' },
        { ancestorTitles: ['memory: publishing'], title: 'a | b', status: 'failed' },
        { ancestorTitles: ['R3: publishing'], title: 'an event comes back', status: 'passed' },
        { ancestorTitles: ['R3: trouble'], title: 'an outage is waited out', status: 'pending' },
        { ancestorTitles: ['R3: trouble'], title: 'something else', status: 'passed' },
      ],
    },
  ],
};

describe('the table', () => {
  it('has a row for each claim and a column for each bus, whether it held, failed or was not run', () => {
    const page = renderConformance(claims, readResults(report, claims));
    expect(page.slice(page.indexOf('##'))).toMatchInlineSnapshot(`
"## Publishing

|  | memory | R3 |
| --- | --- | --- |
| an event comes back | ✓ | ✓ |
| a \\| b | ✗ | – |

## Trouble

|  | memory | R3 |
| --- | --- | --- |
| an outage is waited out | – | – |
"
`);
    expect(readRows(page)).toStrictEqual(claims.map(({ title }) => title));
    expect(readFailures(page)).toHaveLength(2);
  });
});

describe(`${conformancePath}, which npm run docs:conformance writes from the last npm test`, () => {
  const page = readFileSync(conformancePath, 'utf8');

  it('has a row for each claim of the suites, and no other', () => {
    expect(readRows(page)).toStrictEqual(readClaims().map(({ title }) => title));
  });

  it('has a column for each kind of bus', () => {
    const named: Readonly<Record<EventBusKind, string>> = {
      memory: 'memory',
      jetstream: 'JetStream',
      kafka: 'Kafka',
    };
    const head = /^\| {2}\|.*$/m.exec(page)?.[0];
    for (const name of Object.values(named)) expect(head).toContain(`| ${name} `);
  });

  it('shows every claim kept by every bus', () => {
    expect(readFailures(page)).toStrictEqual([]);
  });
});
