import type { Construct } from 'constructs';
import { EventSource, type EventSourceProps, type PayloadOption, type SecretRef } from 'eventwright';

/** A source kind of a platform team's own. */
interface LdapEvent<Payload> extends PayloadOption<Payload> {
  readonly base: string;
  readonly password: SecretRef;
}

export interface LdapMeta {
  readonly dn: string;
}

export interface LdapEventSourceProps<Events> extends EventSourceProps {
  readonly events: { readonly [K in keyof Events]: LdapEvent<Events[K]> };
}

export class LdapEventSource<Events> extends EventSource<Events, LdapMeta> {
  constructor(scope: Construct, id: string, props: LdapEventSourceProps<Events>) {
    super(scope, id, { ...props, kind: 'ldap' });
  }
}
