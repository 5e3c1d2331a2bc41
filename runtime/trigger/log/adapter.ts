import type { Json } from '../../../model/json.ts';
import type { LogActionSpec } from '../../../model/trigger/log.ts';
import type { TriggerAdapter } from '../contract.ts';

/** Writes what the template made to the worker's log: a text as the line's message, anything else beside it. */
export const logTrigger: TriggerAdapter<LogActionSpec, Json> = {
  async open({ options: { level }, log }) {
    return {
      async act({ executionId, template }) {
        if (typeof template === 'string') log[level](template, { executionId });
        else log[level]('trigger fired', { executionId, template });
        return { kind: 'done' };
      },
      async [Symbol.asyncDispose]() {},
    };
  },
};
