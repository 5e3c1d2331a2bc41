// Payload types from elsewhere: another schema library, a vendor's map, the kind itself, nobody.

import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { type Chart, Testing } from 'cdk8s';
import { JetStreamEventBus, log, Sensor, unchecked, WebhookEventSource } from 'eventwright';
import * as v from 'valibot';
import { z } from 'zod';
import { GithubEventSource } from './kinds/github.ts';
import { S3EventSource } from './kinds/s3.ts';

const chart: Chart = Testing.chart();
const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://bus:4222'] });

const orders = new WebhookEventSource(chart, 'orders', {
  bus,
  events: {
    zod: {
      endpoint: '/zod',
      verify: 'none',
      payload: z.object({ id: z.string(), note: z.string().default('') }),
    },
    ark: { endpoint: '/ark', verify: 'none', payload: type({ id: 'string', total: 'number' }) },
    valibot: {
      endpoint: '/valibot',
      verify: 'none',
      payload: toStandardJsonSchema(v.object({ id: v.string(), paid: v.boolean() })),
    },
    typed: { endpoint: '/typed', verify: 'none', payload: unchecked<{ id: string; lines: { sku: string }[] }>() },
    raw: { endpoint: '/raw', verify: 'none' },
  },
});
// The wire has what was sent: a default is not filled in.
orders.event('zod', { filter: ({ data }) => data.id !== '' && data.note?.length === 0 });
orders.event('ark', { filter: ({ data, meta }) => data.total > 100 && meta.method === 'POST' });
orders.event('valibot', { filter: ({ data }) => data.paid });
orders.event('typed', { filter: ({ data }) => data.lines.some(({ sku }) => sku.startsWith('A')) });
// @ts-expect-error data is unknown
orders.event('raw', { filter: ({ data }) => data.id === '' });

const github = new GithubEventSource(chart, 'github', {
  bus,
  secret: { name: 'github', key: 'secret' },
  events: { push: { on: 'push' }, review: { on: 'pull_request_review' } },
});
github.event('push', {
  filter: ({ data }) => data.commits.some((commit) => commit.modified.some((file) => file.startsWith('pkg/'))),
});
github.event('review', { filter: ({ data }) => data.action === 'submitted' && data.review.state === 'approved' });
// @ts-expect-error no such state
github.event('review', { filter: ({ data }) => data.review.state === 'aproved' });
new GithubEventSource(chart, 'github-2', {
  bus,
  secret: { name: 'github', key: 'secret' },
  // @ts-expect-error GitHub sends no such event
  events: { push: { on: 'pusch' } },
});

const s3 = new S3EventSource(chart, 's3', {
  bus,
  endpoint: 'http://minio:9000',
  events: { upload: { bucket: 'in', on: ['ObjectCreated'] } },
});
new Sensor(chart, 'uploads', {
  dependencies: { upload: s3.event('upload', { filter: ({ data }) => data.key.endsWith('.csv') && data.size > 0 }) },
  triggers: { note: { action: log(), template: ({ upload }) => upload.data.key } },
});
