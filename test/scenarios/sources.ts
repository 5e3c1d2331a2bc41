import { type IEventBus, type IEventSource, unchecked, WebhookEventSource, type WebhookMeta } from 'eventwright';
import { bus } from '../authoring/synthesize.ts';

/** The payload of every event of the scenarios. */
interface Change {
  readonly parent: string;
  readonly key: string;
  readonly n: number;
}

/** Where events come from. */
export interface Sources {
  readonly bus: IEventBus;
  readonly git: IEventSource<{ push: Change; image: Change; approval: Change }, WebhookMeta>;
  /** Another source with an event of the same name. */
  readonly mirror: IEventSource<{ push: Change }, WebhookMeta>;
}

/** Sources that another program deploys. */
export function createSources(): Sources {
  const change = unchecked<Change>();
  return {
    bus,
    git: WebhookEventSource.fromName('git', { bus, events: { push: change, image: change, approval: change } }),
    mirror: WebhookEventSource.fromName('mirror', { bus, events: { push: change } }),
  };
}
