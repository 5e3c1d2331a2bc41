import type { Construct } from 'constructs';
import type { EventSourceSpec } from '../../model/event-source/event-source.ts';
import {
  type WebhookEvent,
  type WebhookEventSourceSpec,
  type WebhookMeta,
  webhookEventSchema,
} from '../../model/event-source/webhook.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { claim } from '../claim.ts';
import type { PodNeeds } from '../workload/pod-needs.ts';
import {
  EventSource,
  type EventSourceProps,
  type EventSourceRefProps,
  eventSourceFromName,
  type IEventSource,
} from './event-source.ts';

/** A webhook source: its bus, its worker, and where requests for its events arrive. */
export interface WebhookEventSourceProps<Events> extends EventSourceProps {
  /** The events by name: lower-case letters, digits and `-`. */
  readonly events: { readonly [K in keyof Events]: WebhookEvent<Events[K]> };
}

/**
 * Receives events as HTTP requests. A request is answered 2xx only once the bus has stored its event.
 * @example
 * new WebhookEventSource(chart, 'github', {
 *   bus,
 *   events: { push: { endpoint: '/push', verify: githubSignature({ name: 'github', key: 'secret' }), payload: Push } },
 * });
 */
export class WebhookEventSource<Events> extends EventSource<Events, WebhookMeta> {
  constructor(scope: Construct, id: string, props: WebhookEventSourceProps<Events>) {
    super(scope, id, { ...props, kind: 'webhook', eventSchema: webhookEventSchema, needs: toNeeds });
    for (const [event, { endpoint, methods }] of Object.entries(toEvents(this.spec)))
      for (const method of methods) this.#claimRoute(`${method} ${endpoint}`, event);
  }

  /** A webhook source that another program deploys. */
  static fromName<Events>(name: string, props: EventSourceRefProps<Events>): IEventSource<Events, WebhookMeta> {
    return eventSourceFromName(name, props);
  }

  // The sources of a worker share one HTTP server.
  #claimRoute(route: string, event: string): void {
    const owner = claim(this, `route ${this.worker.name} ${route}`);
    if (owner === undefined) return;
    const who = owner === this.node.path ? 'another of its events' : owner;
    throw new InvalidSpecError(
      `${this.node.path}: webhook event '${event}': ${who} listens on ${route} already; ` +
        'give one of them another endpoint, other methods, or another worker',
    );
  }
}

function toNeeds(spec: EventSourceSpec): PodNeeds {
  return { endpoints: Object.values(toEvents(spec)).map(({ endpoint }) => endpoint) };
}

function toEvents({ events }: EventSourceSpec): WebhookEventSourceSpec['events'] {
  return events as WebhookEventSourceSpec['events'];
}
