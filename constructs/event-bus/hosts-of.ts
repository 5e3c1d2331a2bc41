import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { serversOf } from '../../model/event-bus/servers-of.ts';
import type { Egress } from '../workload/pod-needs.ts';

/** Whom the clients of a bus talk to that somebody else runs: its servers, and who issues the tokens for them. */
export function hostsOf(spec: EventBusSpec): readonly Egress[] {
  return [...serversOf(spec), ...toIssuers(spec)];
}

function toIssuers(spec: EventBusSpec): readonly Egress[] {
  if (!('sasl' in spec) || spec.sasl?.mechanism !== 'OAUTHBEARER') return [];
  const { protocol, hostname: host, port } = new URL(spec.sasl.tokenEndpoint);
  return [{ host, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) }];
}
