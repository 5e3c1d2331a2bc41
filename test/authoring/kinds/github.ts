import type { EventPayloadMap } from '@octokit/webhooks-types';
import type { Construct } from 'constructs';
import { EventSource, type EventSourceProps, type SecretRef, type WebhookMeta } from 'eventwright';

/** A source kind whose payload types a vendor publishes. */
export interface GithubEventSourceProps<On> extends EventSourceProps {
  readonly secret: SecretRef;
  readonly events: { readonly [K in keyof On]: { readonly on: On[K] } };
}

export class GithubEventSource<const On extends Record<string, keyof EventPayloadMap>> extends EventSource<
  { [K in keyof On]: EventPayloadMap[On[K]] },
  WebhookMeta
> {
  constructor(scope: Construct, id: string, props: GithubEventSourceProps<On>) {
    const { secret } = props;
    super(scope, id, { ...props, kind: 'github', options: { secret } });
  }
}
