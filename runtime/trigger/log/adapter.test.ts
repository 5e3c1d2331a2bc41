import { parseSpec } from '../../../model/schema.ts';
import { logActionSchema } from '../../../model/trigger/log.ts';
import { describeTrigger } from '../conformance/trigger.ts';
import { createTestContext } from '../testing/trigger-context.ts';
import { logTrigger } from './adapter.ts';

async function openLog(level: 'debug' | 'info' | 'warn' = 'info') {
  const context = createTestContext(parseSpec(logActionSchema, { kind: 'log', level }, 'test'));
  const trigger = await logTrigger.open(context);
  const lines = () => context.logged.map((line) => JSON.parse(line));
  return {
    trigger,
    lines,
    template: { sha: '61137' },
    executions: () => lines().map(({ executionId }) => executionId),
    [Symbol.asyncDispose]: () => trigger[Symbol.asyncDispose](),
  };
}

describeTrigger('log', openLog);

describe('the log trigger', () => {
  it.each([
    ['a text as the message', 'deployed', { message: 'deployed' }],
    [
      'anything else beside the message',
      { level: 'x', n: [1] },
      { message: 'trigger fired', template: { level: 'x', n: [1] } },
    ],
  ])('writes %s, at its level', async (_, template, line) => {
    await using log = await openLog('warn');
    const { signal } = new AbortController();
    await log.trigger.act({ executionId: 'abc', attempt: 1, template, signal });
    expect(log.lines()).toStrictEqual([{ time: expect.any(String), level: 'warn', executionId: 'abc', ...line }]);
  });
});
