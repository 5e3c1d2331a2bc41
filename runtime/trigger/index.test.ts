import type { ActionSpec } from '../../model/trigger/trigger.ts';
import { openTrigger } from './index.ts';
import { createTestContext } from './testing/trigger-context.ts';

describe('an action', () => {
  it('is opened by the adapter of its kind', async () => {
    const context = createTestContext<ActionSpec>({ kind: 'log', level: 'info' });
    await using trigger = await openTrigger(context);
    const { signal } = new AbortController();
    expect(await trigger.act({ executionId: 'abc', attempt: 1, template: 'hello', signal })).toStrictEqual({
      kind: 'done',
    });
    expect(context.logged).toHaveLength(1);
  });
});
