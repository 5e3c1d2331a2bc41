import type { Construct } from 'constructs';
import {
  type WebhookEvent,
  type WebhookEventSpec,
  type WebhookMeta,
  webhookEventSchema,
} from '../../model/event-source/webhook.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { claim } from '../claim.ts';
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
    super(scope, id, { ...props, kind: 'webhook', eventSchema: webhookEventSchema });
    const events = Object.entries(this.spec.events as Readonly<Record<string, WebhookEventSpec>>);
    for (const [event, { endpoint, methods }] of events)
      for (const method of methods) this.#claimRoute(props.worker ?? 'default', `${method} ${endpoint}`, event);
  }

  /** A webhook source that another program deploys. */
  static fromName<Events>(name: string, props: EventSourceRefProps<Events>): IEventSource<Events, WebhookMeta> {
    return eventSourceFromName(name, props);
  }

  // The sources of a worker share one HTTP server.
  #claimRoute(worker: string, route: string, event: string): void {
    const owner = claim(this, `route ${worker} ${route}`);
    if (owner === undefined) return;
    const who = owner === this.node.path ? 'another of its events' : owner;
    throw new InvalidSpecError(
      `${this.node.path}: webhook event '${event}': ${who} listens on ${route} already; ` +
        'give one of them another endpoint, other methods, or another worker',
    );
  }
}
