import type { Action, SecretRef } from 'eventwright';
import { z } from 'zod';

/** A trigger kind of a third party: one function. Its schema checks what the compiler lets pass. */
const slackMessage = z.strictObject({
  channel: z.string(),
  text: z.string(),
  thread: z.string().optional(),
});

export interface SlackOptions {
  readonly token: SecretRef;
}

export const slack = {
  message: (options: SlackOptions): Action<z.input<typeof slackMessage>> => ({
    kind: 'slack',
    options,
    template: slackMessage,
  }),
};
