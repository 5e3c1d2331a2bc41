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

  it.each(['slack', 'constructor'])(
    'of the kind %s, which the runtime does not have, is refused by name',
    async (kind) => {
      const context = createTestContext<ActionSpec>({ kind, level: 'info' } as never);
      await expect(openTrigger(context)).rejects.toMatchObject({
        code: 'noAdapter',
        message: `ci/deploy/announce: this runtime has no action of kind '${kind}', it has http, log`,
      });
    },
  );
});
