import { issuedKeys, toServerSecrets } from '../../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../../model/keeper/keeper.ts';
import type { Clock } from '../../support/clock.ts';
import type { Log } from '../../support/log.ts';
import { keepAuthority } from './authority.ts';
import type { SecretStore, StoredSecret } from './secret-store.ts';
import { keepServerCertificate } from './server-certificate.ts';
import type { IssuingTiming } from './timing.ts';
import { readCertificate } from './x509.ts';

/** What the servers show, and whom everybody is to trust. */
export interface Trust {
  readonly bundle: string;
  readonly shown: StoredSecret;
  /** When the certificates expire, in milliseconds since 1970, by the Secret. */
  readonly expiries: Readonly<Record<string, number>>;
}

interface TrustOptions {
  readonly store: SecretStore;
  readonly bus: { readonly name: string };
  /** Of the servers. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: IssuingTiming;
}

/** Keeps the authority and the servers' certificate, or follows somebody else's. */
export async function keepTrust(servers: ManagedServersSpec, options: TrustOptions): Promise<Trust> {
  const { certificates, hosts } = servers;
  if (certificates.issuer === 'secret') return adopt(certificates.secret, options);
  const { store, bus, namespace, clock, log, timing } = options;
  const names = toServerSecrets(bus.name);
  const name = { namespace, name: names.tls };
  const ca = { namespace, name: names.ca };
  const before = await store.read(name);
  const nowMs = clock.now();
  const authority = await keepAuthority({ store, name: ca, shown: before, nowMs, trustMs: timing.trustMs });
  const { lifetime } = certificates;
  const shown = await keepServerCertificate({ store, name, before, authority, hosts, lifetime, nowMs });
  const certificate = shown.data[issuedKeys.certificate];
  if (before.data[issuedKeys.certificate] !== certificate)
    log.info('the servers have a new certificate', { secret: name.name });
  return {
    bundle: authority.bundle,
    shown,
    expiries: { ...toExpiry(name.name, certificate), ...toExpiry(ca.name, authority.bundle) },
  };
}

/** Somebody else writes the servers' certificate: clients are told whom to trust. */
async function adopt(name: string, { store, namespace }: TrustOptions): Promise<Trust> {
  const shown = await store.find({ namespace, name });
  const bundle = shown?.data[issuedKeys.ca];
  if (!shown || !readCertificate(bundle) || bundle === undefined)
    throw new Error(`Secret '${namespace}/${name}' holds no ${issuedKeys.ca}; put the authority there`);
  return { bundle, shown, expiries: toExpiry(name, shown.data[issuedKeys.certificate]) };
}

function toExpiry(name: string, pem: string | undefined): Readonly<Record<string, number>> {
  const certificate = readCertificate(pem);
  return certificate ? { [name]: certificate.validToDate.getTime() } : {};
}
