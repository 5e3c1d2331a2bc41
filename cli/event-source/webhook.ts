import { randomUUID } from 'node:crypto';
import type { WebhookEventSourceSpec, WebhookEventSpec } from '../../model/event-source/webhook.ts';
import type { LocalEventSource } from './local-event-source.ts';
import { describeVerification, sign } from './sign.ts';

export const webhook: LocalEventSource<WebhookEventSourceSpec> = {
  describe(spec, event, { url }) {
    const { methods, endpoint, verify } = eventOf(spec, event);
    return `${methods.join('|')} ${url}${endpoint}, ${describeVerification(verify)}`;
  },
  async prepare(spec, { event, payload, headers, url, secret }) {
    const { methods, endpoint, verify } = eventOf(spec, event);
    const body = payload ?? Buffer.from('{}');
    return {
      by: 'request',
      method: methods[0] ?? 'POST',
      url: `${url}${endpoint}`,
      headers: {
        'content-type': 'application/json',
        ...(isGithub(verify) && { 'x-github-event': event.replaceAll('-', '_'), 'x-github-delivery': randomUUID() }),
        ...(await sign(verify, { body, secret })),
        ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      },
      body,
    };
  },
};

function eventOf(spec: WebhookEventSourceSpec, event: string): WebhookEventSpec {
  return spec.events[event] as WebhookEventSpec;
}

function isGithub(verify: WebhookEventSpec['verify']): boolean {
  return verify !== 'none' && verify.scheme === 'github';
}
