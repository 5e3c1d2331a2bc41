import { z } from 'zod';
import { show } from '../to-schema.ts';

/** Stands for an event bus in messages and labels. */
export const busName: z.ZodString = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: ({ input }) => `${show(input)} cannot name an event bus; use lower-case letters, digits and '-'`,
});
