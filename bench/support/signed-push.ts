import { createHmac } from 'node:crypto';
import { type Push, secret } from './program.ts';

/** A webhook as GitHub would send it to the program. */
export interface SignedPush {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** With a delivery id, a repeated one is the same event. */
export function signPush(push: Push & { readonly note?: string }, delivery?: string): SignedPush {
  const body = JSON.stringify(push);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      ...(delivery !== undefined && { 'x-github-delivery': delivery }),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  };
}
