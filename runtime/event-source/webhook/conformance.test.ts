import { createHmac } from 'node:crypto';
import type { WebhookEventSourceSpec } from '../../../model/event-source/webhook.ts';
import { describeEventSource } from '../conformance/event-source.ts';
import { webhook } from './adapter.ts';

const key = 'k3y-of-the-endpoint';
const spec: WebhookEventSourceSpec = {
  kind: 'webhook',
  events: {
    push: {
      endpoint: '/push',
      methods: ['POST'],
      verify: { scheme: 'github', secrets: [{ name: 'github', key: 'secret' }] },
      maxPayloadSize: '1Mi',
    },
  },
};

describeEventSource('webhook', webhook, () => ({
  spec,
  options: { secrets: { 'github/secret': key } },
  secrets: [key],
  async offer({ url }, message) {
    const body = JSON.stringify({ message });
    const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
    const answer = await fetch(`${url}/push`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signature,
        'x-github-delivery': `delivery-${message}`,
      },
    });
    return { acknowledged: answer.ok, said: await answer.text() };
  },
}));
