import type { ManagedJetStreamSpec } from '../../../model/event-bus/managed-jetstream.ts';
import { toServerSecrets } from '../../../model/keeper/issued-secrets.ts';

/** The Secrets that the servers mount: those that the keeper writes, or the user's own. */
export interface MountedSecrets {
  readonly users: string;
  readonly tls: string;
}

export function toMountedSecrets(bus: string, { tls, auth }: ManagedJetStreamSpec): MountedSecrets {
  const issued = toServerSecrets(bus);
  return { users: auth?.secret ?? issued.users, tls: tls.issuer === 'secret' ? tls.secret : issued.tls };
}
