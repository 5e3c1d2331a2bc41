import { App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { JetStreamEventBus, log, Sensor, unchecked, WebhookEventSource } from '../../constructs/index.ts';
import { isWorkerDocument, type WorkerDocument } from '../../model/document/document.ts';
import { parseDocument } from '../../model/document/parse-document.ts';
import type { EventAddress } from '../../model/event/address.ts';
import type { Event } from '../../model/event/event.ts';
import { programNamespace } from './program.ts';

/** A trigger of two kinds of events: for each, for two that come together, or for two of one key. */
export type Joining = 'each' | 'both' | 'keyed';

export interface JoinProgram {
  readonly joining: Joining;
  /** How many keys a partition holds open; where more come, the oldest are let go. */
  readonly maxOpen?: number;
}

interface Change {
  readonly key: string;
}

export const kinds = ['push', 'image'] as const;
export type Kind = (typeof kinds)[number];

/** A sensor whose trigger writes a line that nobody reads. */
export function joinDocuments({ joining, maxOpen = 1_000_000 }: JoinProgram): readonly WorkerDocument[] {
  const app = new App();
  const chart = new Chart(app, 'bench', { namespace: programNamespace });
  const bus = JetStreamEventBus.fromConfig({ name: 'bus', servers: ['nats://127.0.0.1:4222'] });
  const event = (endpoint: string) => ({ endpoint, verify: 'none' as const, payload: unchecked<Change>() });
  const github = new WebhookEventSource(chart, 'github', {
    bus,
    events: { push: event('/push'), image: event('/image') },
  });
  const dependencies = { push: github.event('push'), image: github.event('image') };
  const trigger = { start: 'beginning', action: log(), template: () => ({ line: 'one' }) } as const;
  const correlate = {
    by: { push: ({ data }: { data: Change }) => data.key, image: ({ data }: { data: Change }) => data.key },
    within: '1h',
    onTimeout: 'drop',
    maxOpen,
  } as const;
  if (joining === 'each')
    new Sensor(chart, 'deploy', { dependencies, triggers: { note: { ...trigger, when: 'push || image' } } });
  else
    new Sensor(chart, 'deploy', {
      dependencies,
      ...(joining === 'keyed' && { correlate }),
      triggers: { note: { ...trigger, when: 'push && image' } },
    });
  return parseAllDocuments(app.synthYaml())
    .flatMap((document) => Object.values<string>(document.toJS()?.data ?? {}))
    .map((text) => parseDocument(text, 'bench.json'))
    .filter(isWorkerDocument)
    .filter((document) => document.kind === 'Sensor');
}

export function toAddress(kind: Kind): EventAddress {
  return { class: 'event', namespace: programNamespace, eventSource: 'github', event: kind };
}

/** Of about 450 bytes. */
export function toChange(kind: Kind, key: string): Event {
  return {
    id: `${kind}-${key}`,
    source: `/${programNamespace}/github`,
    type: 'eventwright.webhook',
    subject: kind,
    time: '2026-01-01T00:00:00Z',
    datacontenttype: 'application/json',
    data: Buffer.from(JSON.stringify({ key, note: 'x'.repeat(400) })),
  };
}
